//! A picture in several widths, so that a phone does not load what only a wide screen can show.
//!
//! Photographs stay JPEG. Screenshots and drawings stay PNG, and come as WebP as well where that is
//! smaller at every width: the encoder is lossless, which makes drawings smaller and photographs
//! larger. Whatever moves, is drawn by formulas, or is of another kind is left as it is.

use super::size;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as Rows, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::error::ImageError;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits,
};
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

/// No picture may unpack to more bytes: no reader's phone can show them.
const LIMIT: u64 = 260_000_000;

/// Nor may one unpack to more than this that is packed [`TIGHTLY`]: a few kilobytes can hold enough to fill
/// a machine's memory and minutes of its time.
const TIGHT_LIMIT: u64 = 80_000_000;

/// How many bytes a pixel takes where it is shown, whatever it takes in the file.
const SHOWN: u64 = 4;

/// A file that unpacks to more than so many times its size is no photograph.
const TIGHTLY: u64 = 200;

/// Pictures that unpack to more are worked on one at a time.
const HEAVY: u64 = 16_000_000;

/// Pictures of more pixels are averaged: the filter needs sixteen bytes for each.
const FILTERED: u64 = 4_000_000;

/// What a decoder may need besides the pixels: rows, tables, colour profiles.
const SLACK: u64 = 32_000_000;

/// A colour profile larger than this is left out: it would come with every width of the picture.
const PROFILE: usize = 1 << 20;

/// The longest side that WebP can have.
const WEBP_SIDE: u32 = 16_383;

/// How much of a photograph's detail is kept, of 100.
const QUALITY: u8 = 80;

/// About what a second format costs in mark-up and work; less than this is no saving.
const MARKUP: usize = 512;

/// A picture in one width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file; `None` for the picture as it came, which is the widest step then.
    pub bytes: Option<Vec<u8>>,
}

impl Step {
    fn of(pixels: &DynamicImage, bytes: Option<Vec<u8>>) -> Self {
        Self { width: pixels.width(), height: pixels.height(), bytes }
    }
}

/// A picture in all its widths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    /// The last part of the files' names: `jpg`, `png`, `webp`.
    pub extension: &'static str,
    /// From narrow to wide, each larger as a file than the one before; the last is never absent.
    pub plain: Vec<Step>,
    /// The same widths as WebP; empty where that saves nothing.
    pub webp: Vec<Step>,
}

/// Why a picture could not be scaled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureError {
    /// It unpacks to more bytes than `limit`.
    TooLarge {
        /// In pixels.
        width: usize,
        /// In pixels.
        height: usize,
        /// In bytes.
        limit: u64,
    },
    /// It cannot be read.
    Broken(String),
}

/// How many bytes a file of this size may unpack to.
fn limit(packed: usize) -> u64 {
    (packed as u64).saturating_mul(TIGHTLY).clamp(TIGHT_LIMIT, LIMIT)
}

/// A picture in those of the `widths` that are narrower than it is, and in its own unless that is
/// wider than all of them. `None` for what is left as it is.
pub fn steps(bytes: &[u8], widths: &[u32]) -> Result<Option<Steps>, PictureError> {
    let steps = |original: Original| {
        let steps = original.steps(bytes.len(), widths);
        steps.map_err(|error| PictureError::Broken(error.to_string()))
    };
    with_original(bytes, steps)?.transpose()
}

/// Whether a picture could be scaled, without scaling it.
pub fn examine(bytes: &[u8]) -> Result<(), PictureError> {
    with_original(bytes, drop).map(drop)
}

/// Decodes a picture for `work`; `None` for what is left as it is.
fn with_original<T>(
    bytes: &[u8],
    work: impl FnOnce(Original) -> T,
) -> Result<Option<T>, PictureError> {
    let Some(format) = format(bytes) else { return Ok(None) };
    let limit = limit(bytes.len());
    if let Some((width, height)) = size(bytes)
        && (width as u64).saturating_mul(height as u64).saturating_mul(SHOWN) > limit
    {
        return Err(PictureError::TooLarge { width, height, limit });
    }
    let broken = |error: ImageError| PictureError::Broken(error.to_string());
    if moves(bytes, format).map_err(broken)? {
        return Ok(None);
    }
    let decoder = decoder(bytes, format, limit).map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let unpacked = decoder.total_bytes().max(u64::from(width) * u64::from(height) * SHOWN);
    if unpacked > limit {
        let (width, height) = (width as usize, height as usize);
        return Err(PictureError::TooLarge { width, height, limit });
    }
    let heavy = unpacked > HEAVY;
    let _alone = heavy.then(|| ALONE.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Some(work(Original::read(decoder, format).map_err(broken)?)))
}

/// Held while a heavy picture is worked on.
static ALONE: Mutex<()> = Mutex::new(());

/// What a decoder may allocate.
fn limits(limit: u64) -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(limit + SLACK);
    limits
}

fn decoder(bytes: &[u8], format: ImageFormat, limit: u64) -> ImageResult<impl ImageDecoder + '_> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits(limit));
    reader.into_decoder()
}

/// Whether a picture moves.
fn moves(bytes: &[u8], format: ImageFormat) -> ImageResult<bool> {
    let file = Cursor::new(bytes);
    match format {
        ImageFormat::Png => PngDecoder::with_limits(file, limits(0))?.is_apng(),
        ImageFormat::WebP => Ok(WebPDecoder::new(file)?.has_animation()),
        _ => Ok(false),
    }
}

/// The formats that are scaled.
fn format(bytes: &[u8]) -> Option<ImageFormat> {
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    image::guess_format(bytes).ok().filter(|format| known.contains(format))
}

/// A decoded picture, the right way up.
struct Original {
    format: ImageFormat,
    pixels: DynamicImage,
    /// What its colours mean, if it says so.
    profile: Option<Vec<u8>>,
}

impl Original {
    /// Decodes a file.
    fn read(mut decoder: impl ImageDecoder, format: ImageFormat) -> ImageResult<Self> {
        let profile = decoder.icc_profile()?.filter(|profile| profile.len() <= PROFILE);
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut pixels = eight_bits(DynamicImage::from_decoder(decoder)?);
        pixels.apply_orientation(orientation);
        Ok(Self { format, pixels, profile })
    }

    fn steps(&self, size: usize, widths: &[u32]) -> ImageResult<Steps> {
        let scaled = self.scaled(widths);
        let files = scaled.iter().map(|pixels| self.encoded(pixels, self.format));
        let files = files.collect::<ImageResult<Vec<Vec<u8>>>>()?;
        let fits = widths.iter().max().is_none_or(|widest| self.pixels.width() <= *widest);
        let own = fits || files.first().is_none_or(|file| file.len() >= size);
        let mut pixels = Vec::from_iter(own.then_some(&self.pixels));
        let mut plain = Vec::from_iter(own.then(|| Step::of(&self.pixels, None)));
        let mut smallest = size;
        for (narrower, file) in scaled.iter().zip(files) {
            // A drawing of few colours can grow when its edges are smoothed.
            if file.len() < smallest {
                smallest = file.len();
                plain.push(Step::of(narrower, Some(file)));
                pixels.push(narrower);
            }
        }
        plain.reverse();
        pixels.reverse();
        let (extension, webp) = match self.format {
            ImageFormat::Jpeg => ("jpg", Vec::new()),
            ImageFormat::Png => ("png", self.webp(size, &plain, &pixels)?),
            _ => ("webp", Vec::new()),
        };
        Ok(Steps { extension, plain, webp })
    }

    /// The same widths as WebP, if every one of them is smaller and none too tall for it.
    fn webp(
        &self,
        size: usize,
        plain: &[Step],
        pixels: &[&DynamicImage],
    ) -> ImageResult<Vec<Step>> {
        let side = |step: &Step| step.width.max(step.height);
        if plain.iter().any(|step| side(step) > WEBP_SIDE) {
            return Ok(Vec::new());
        }
        let mut steps = Vec::with_capacity(plain.len());
        for (step, pixels) in plain.iter().zip(pixels) {
            let bytes = self.encoded(pixels, ImageFormat::WebP)?;
            if bytes.len() + MARKUP >= step.bytes.as_ref().map_or(size, Vec::len) {
                return Ok(Vec::new());
            }
            steps.push(Step::of(pixels, Some(bytes)));
        }
        Ok(steps)
    }

    /// The picture at every width below its own, from wide to narrow, each made from the one before.
    fn scaled(&self, widths: &[u32]) -> Vec<DynamicImage> {
        let (own_width, own_height) = (self.pixels.width(), self.pixels.height());
        let mut widths: Vec<u32> =
            widths.iter().copied().filter(|w| (1..own_width).contains(w)).collect();
        widths.sort_unstable_by_key(|w| std::cmp::Reverse(*w));
        widths.dedup();
        let mut scaled: Vec<DynamicImage> = Vec::with_capacity(widths.len());
        for width in widths {
            let height = u64::from(own_height) * u64::from(width) / u64::from(own_width);
            let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
            let wider = scaled.last().unwrap_or(&self.pixels);
            if u64::from(width) * u64::from(height) > FILTERED {
                scaled.push(wider.thumbnail_exact(width, height));
                continue;
            }
            // Averaging brings a large photograph near its size at a fraction of the filter's cost.
            let near = (wider.width() / 2 > width)
                .then(|| wider.thumbnail_exact(width * 2, height.saturating_mul(2)));
            let wider = near.as_ref().unwrap_or(wider);
            scaled.push(wider.resize_exact(width, height, FilterType::CatmullRom));
        }
        scaled
    }

    fn encoded(&self, pixels: &DynamicImage, format: ImageFormat) -> ImageResult<Vec<u8>> {
        let mut out = Vec::new();
        match format {
            ImageFormat::Jpeg => {
                self.written(JpegEncoder::new_with_quality(&mut out, QUALITY), pixels)?;
            }
            ImageFormat::Png => {
                let (effort, rows) = (CompressionType::Default, Rows::Adaptive);
                self.written(PngEncoder::new_with_quality(&mut out, effort, rows), pixels)?;
            }
            _ => self.written(WebPEncoder::new_lossless(&mut out), pixels)?,
        }
        Ok(out)
    }

    fn written(&self, mut encoder: impl ImageEncoder, pixels: &DynamicImage) -> ImageResult<()> {
        if let Some(profile) = &self.profile {
            // A format without room for it shows the picture in the usual colours.
            let _ = encoder.set_icc_profile(profile.clone());
        }
        pixels.write_with_encoder(encoder)
    }
}

/// Eight bits a channel, which is all that the web shows and that every encoder takes.
fn eight_bits(pixels: DynamicImage) -> DynamicImage {
    match pixels {
        DynamicImage::ImageLuma16(_) => pixels.into_luma8().into(),
        DynamicImage::ImageLumaA16(_) => pixels.into_luma_alpha8().into(),
        DynamicImage::ImageRgb16(_) | DynamicImage::ImageRgb32F(_) => pixels.into_rgb8().into(),
        DynamicImage::ImageRgba16(_) | DynamicImage::ImageRgba32F(_) => pixels.into_rgba8().into(),
        other => other,
    }
}
