//! Pictures of pages: their widths, formats and addresses, what they cost, and what broken or
//! monstrous ones lead to. All but one are made here.

use crate::support::{build, put, repository};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use std::collections::BTreeMap;
use std::fs;

type Files = BTreeMap<String, Vec<u8>>;

/// A photograph, as far as an encoder can tell: no two neighbours are alike.
fn photograph(width: u32, height: u32) -> DynamicImage {
    let mut seed = 7_u32;
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 27) as u8;
        Rgb([(x / 8) as u8 ^ noise, (y / 8) as u8 ^ noise, ((x + y) / 16) as u8])
    });
    pixels.into()
}

/// A drawing: flat fields and lines of ink.
fn drawing(width: u32, height: u32) -> DynamicImage {
    let pixels = RgbImage::from_fn(width, height, |x, y| match (x + 2 * y) % 97 {
        0..3 => Rgb([31, 38, 40]),
        n => Rgb([200 + (n / 50) as u8 * 40, 90, 83]),
    });
    pixels.into()
}

fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).expect("encoded");
    bytes
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(PngEncoder::new(&mut bytes)).expect("encoded");
    bytes
}

/// A site whose guides show these pictures, each on its own page.
fn site(pictures: &[(&str, &[u8])], settings: &str) -> (Files, String) {
    let site = tempfile::tempdir().expect("a folder");
    let settings = format!("title: 甲\nbase_url: https://example.org/\n{settings}");
    put(site.path(), "content/site.yaml", settings);
    for (name, bytes) in pictures {
        let stem = name.split('.').next().expect("named");
        let text = format!("---\ntitle: 图 {stem}\n---\n字。\n\n![一张\"图\"]({name})\n");
        put(site.path(), &format!("content/strategies/{stem}/index.md"), text);
        put(site.path(), &format!("content/strategies/{stem}/{name}"), bytes);
        put(site.path(), &format!("content/static/{name}"), bytes);
    }
    build(site.path())
}

fn page(files: &Files, stem: &str) -> String {
    String::from_utf8_lossy(&files[&format!("strategies/{stem}/index.html")]).into_owned()
}

/// The elements of the one picture in the page's text, from its first tag to its last.
fn element(html: &str) -> &str {
    let html = &html[html.find("<main").expect("a text")..];
    let start = html.find("<picture>").or_else(|| html.find("<img ")).expect("a picture");
    let length = match html[start..].find("</picture>") {
        Some(end) => end,
        None => html[start..].find('>').expect("closed") + 1,
    };
    &html[start..start + length]
}

/// Addresses and widths of a `srcset`.
fn srcset(element: &str) -> Vec<(String, u32)> {
    let (_, set) = element.split_once(" srcset=\"").expect("a srcset");
    let files = set.split('"').next().expect("quoted").split(", ");
    let pair = |file: &str| {
        let (address, width) = file.split_once(' ').expect("a width");
        let width = width.strip_suffix('w').and_then(|w| w.parse().ok()).expect("a number");
        (address.trim_start_matches('/').to_owned(), width)
    };
    files.map(pair).collect()
}

/// What every published picture weighs.
fn sizes(files: &Files) -> Vec<(&str, usize)> {
    let pictures = files.iter().filter(|(path, _)| path.starts_with("assets/pictures/"));
    pictures.map(|(path, bytes)| (path.as_str(), bytes.len())).collect()
}

#[test]
fn a_photograph_comes_in_steps_and_never_larger_than_it_is() {
    let original = jpeg(&photograph(1000, 600));
    let (files, report) = site(&[("a.jpg", &original)], "");
    assert_eq!(report, "");
    let html = page(&files, "a");
    let element = element(&html);
    let steps = srcset(element);
    assert_eq!(steps.iter().map(|(_, w)| *w).collect::<Vec<_>>(), [480, 720, 1000], "{element}");
    let mut smaller = 0;
    for (path, width) in &steps {
        assert!(path.starts_with("assets/pictures/") && path.ends_with(".jpg"), "{path}");
        let bytes = &files[path];
        let picture = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).expect(path);
        assert_eq!(picture.dimensions(), (*width, width * 600 / 1000), "{path}");
        assert!(bytes.len() > smaller, "{path} is no larger than a narrower one");
        smaller = bytes.len();
    }
    assert_eq!(files[&steps[2].0], original, "nothing is lost where nothing is scaled");
    assert!(element.contains(&format!("src=\"/{}\"", steps[2].0)), "{element}");
    assert!(element.contains(" width=\"1000\" height=\"600\" loading=\"lazy\""), "{element}");
    assert!(element.contains(" alt=\"一张&quot;图&quot;\""), "{element}");
    assert!(element.contains(" sizes=\"(min-width: 43.5rem) 40.5rem, calc(100vw - 2rem)\""));
    assert!(!html.contains(".webp"), "lossless WebP makes photographs larger");
}

#[test]
fn a_screenshot_comes_as_webp_too_where_that_is_smaller() {
    let screenshot = fs::read(repository("docs/pictures/site.png")).expect("readable");
    let (files, report) = site(&[("b.png", &screenshot)], "");
    assert_eq!(report, "");
    let html = page(&files, "b");
    let (source, img) = element(&html).split_once("<img ").expect("an image after the source");
    assert!(
        source.starts_with("<picture><source type=\"image/webp\" "),
        "{html} {:?}",
        sizes(&files)
    );
    let (webp, plain) = (srcset(source), srcset(&format!("<img {img}")));
    let widths = |steps: &[(String, u32)]| steps.iter().map(|(_, w)| *w).collect::<Vec<_>>();
    assert_eq!(widths(&webp), widths(&plain));
    for ((webp, width), (plain, _)) in webp.iter().zip(&plain) {
        assert!(files[webp].len() < files[plain].len(), "{webp}");
        let of = |path: &str, format| {
            image::load_from_memory_with_format(&files[path], format).expect(path).to_rgb8()
        };
        let (webp, plain) = (of(webp, ImageFormat::WebP), of(plain, ImageFormat::Png));
        assert!(webp == plain, "the two formats show different pictures at {width}");
    }
}

#[test]
fn small_and_moving_pictures_and_drawings_stay_as_they_are() {
    let vector = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>";
    let moving = b"GIF89a\x03\0\x02\0\0\0\0;";
    let small = png(&drawing(40, 30));
    let (files, report) = site(&[("c.svg", vector), ("d.gif", moving), ("e.png", &small)], "");
    assert_eq!(report, "");
    for (stem, bytes, size) in [
        ("c", vector.as_slice(), "width=\"30\" height=\"20\""),
        ("d", moving, "width=\"3\" height=\"2\""),
        ("e", &small, "width=\"40\" height=\"30\""),
    ] {
        let html = page(&files, stem);
        let element = element(&html);
        assert!(
            !element.contains("srcset=\"/assets/pictures/\"") && element.contains(size),
            "{element}"
        );
        let (_, img) = element.split_once("<img src=\"/").expect("an address");
        assert_eq!(files[img.split('"').next().expect("quoted")], bytes, "{stem}");
    }
}

#[test]
fn one_content_is_one_picture_and_its_own_address_stays() {
    let original = jpeg(&photograph(500, 300));
    let (files, _) = site(&[("f.jpg", &original), ("g.jpg", &original)], "editions: [zh-Hant]\n");
    assert_eq!(element(&page(&files, "f")), element(&page(&files, "g")));
    assert_eq!(element(&page(&files, "f")), element(&page(&files, "f")));
    let pictures = files.keys().filter(|path| path.starts_with("assets/pictures/")).count();
    assert_eq!(pictures, 2, "480 wide and as it came");
    assert_eq!(files["strategies/f/f.jpg"], original);
    assert_eq!(files["f.jpg"], original);
    let twin = String::from_utf8_lossy(&files["strategies/f/index.md"]).into_owned();
    assert!(twin.contains("(https://example.org/strategies/f/f.jpg)"), "{twin}");
}

#[test]
fn a_shared_page_is_shown_by_its_first_picture_else_by_the_sites() {
    let (a, b) = (jpeg(&photograph(900, 500)), png(&photograph(1500, 700)));
    let pictures: [(&str, &[u8]); 3] = [("a.jpg", &a), ("b.png", &b), ("c.svg", b"<svg/>")];
    let (files, report) = site(&pictures, "image: /b.png\n");
    assert_eq!(report, "");
    let card = |html: &str| {
        let of = |name: &str| {
            let start = format!("<meta property=\"og:image{name}\" content=\"");
            let (_, value) = html.split_once(&start)?;
            value.split('"').next().map(str::to_owned)
        };
        assert!(html.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
        let path = of("").expect("a picture").replace("https://example.org/", "");
        let bytes = files.get(&path).unwrap_or_else(|| panic!("{path} is not published"));
        let size = mingbai::base::picture::size(bytes).expect("a picture");
        assert_eq!(of(":width"), Some(size.0.to_string()));
        assert_eq!(of(":height"), Some(size.1.to_string()));
        (path, size, of(":alt").expect("a text"))
    };
    let (first, size, alt) = card(&page(&files, "a"));
    assert_eq!((size, alt.as_str()), ((900, 500), "一张&quot;图&quot;"));
    let html = page(&files, "a");
    assert!(html.contains(&format!("\"image\":\"https://example.org/{first}\"")), "{html}");
    let home = String::from_utf8_lossy(&files["index.html"]).into_owned();
    let (whole, size, alt) = card(&home);
    assert_eq!((size, alt.as_str()), ((1440, 672), "甲"));
    assert_eq!(card(&page(&files, "c")).0, whole, "programs that share pages show no drawings");
}

#[test]
fn a_monster_is_an_error_and_a_broken_picture_a_warning() {
    // Fifty thousand pixels each way, in the head of a file of a few bytes.
    let mut monster =
        b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\xC3\x50\0\0\xC3\x50\x08\x02\0\0\0".to_vec();
    monster.extend(b"\xFF\xFF\xFF\xFF\0\0\0\0IEND\xAE\x42\x60\x82");
    let mut cut = png(&drawing(600, 400));
    cut.truncate(cut.len() / 2);
    let (_, report) = site(&[("h.png", &monster), ("i.png", &cut), ("j.png", b"no picture")], "");
    let lines: Vec<&str> = report.lines().collect();
    let [large, broken, none] = lines.as_slice() else { panic!("{report}") };
    assert_eq!(
        *large,
        "content/strategies/h/h.png:1:1: error[large-picture]: \
         50000 × 50000 pixels unpack to more than 80 MB"
    );
    for (line, stem) in [(broken, "i"), (none, "j")] {
        let start = format!(
            "content/strategies/{stem}/{stem}.png:1:1: warning[broken-picture]: \
             this picture cannot be read: "
        );
        assert!(line.starts_with(&start), "{line}");
    }
}

#[test]
fn a_small_file_may_not_unpack_to_a_machines_memory() {
    use image::codecs::png::{CompressionType, FilterType};
    let tight = |picture: DynamicImage| {
        let mut bytes = Vec::new();
        let (best, rows) = (CompressionType::Best, FilterType::Up);
        let encoder = PngEncoder::new_with_quality(&mut bytes, best, rows);
        picture.write_with_encoder(encoder).expect("encoded");
        bytes
    };
    let deep = image::ImageBuffer::from_pixel(6000, 6000, Rgb([9_u16, 9, 9]));
    let deep = tight(DynamicImage::ImageRgb16(deep));
    let mut profiled = Vec::new();
    let mut encoder = PngEncoder::new(&mut profiled);
    image::ImageEncoder::set_icc_profile(&mut encoder, vec![0; 80_000_000]).expect("it takes one");
    drawing(600, 400).write_with_encoder(encoder).expect("encoded");
    assert!(profiled.len() < 1_000_000, "{} bytes", profiled.len());
    let tall = tight(RgbImage::from_pixel(481, 60_000, Rgb([9, 9, 9])).into());
    assert!(tall.len() < 400_000, "{} bytes", tall.len());
    let pictures = [("a.png", &tall[..]), ("b.png", &deep), ("c.png", &profiled)];
    let (files, report) = site(&pictures, "");
    for (stem, size) in [("a", "481 × 60000"), ("b", "6000 × 6000")] {
        let said = format!(
            "{stem}.png:1:1: error[large-picture]: {size} pixels unpack to more than 80 MB"
        );
        assert!(report.contains(&said), "{report}");
    }
    let widths = files.iter().filter(|(path, _)| path.starts_with("assets/pictures/"));
    for (path, bytes) in widths.filter(|(_, bytes)| **bytes != profiled) {
        assert!(bytes.len() < 1_000_000, "{path} carries the profile");
    }
}

#[test]
fn a_picture_too_tall_for_webp_comes_in_all_widths_all_the_same() {
    let (files, report) = site(&[("t.png", &png(&drawing(960, 16_400)))], "");
    assert_eq!(report, "");
    let html = page(&files, "t");
    assert!(html.contains("480w") && html.contains("720w") && !html.contains(".webp"), "{html}");
}
