//! `converters report` as a browser shows it. Without Chromium (`apt-get install chromium`), the part in the browser is
//! skipped, and says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A script, a tag that loads, and an end of each element that the page has.
const HOSTILE: &str = "<script>document.title='taken'</script></td></table></title></style><img src=x onerror=\\\"document.title='taken'\\\">";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("pictures")).unwrap();
    folder
}

/// A job with a picture of one colour, and the page of its data set.
fn page(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder(name);
    let picture = image::RgbImage::from_pixel(640, 480, image::Rgb([20, 200, 60]));
    picture.save(folder.join("pictures/a.png")).unwrap();
    // Ten boxes in one place, one at the far corner, one beyond the image, and one without height.
    let places = [[40.0, 40.0, 60.0, 60.0]; 10]
        .iter()
        .enumerate()
        .map(|(n, [x, y, w, h])| [x + 60.0 * (n % 2) as f64, *y, *w, h + n as f64])
        .chain([
            [600.0, 450.0, 20.0, 20.0],
            [-30.0, 200.0, 90.0, 60.0],
            [300.0, 300.0, 50.0, 0.0],
        ]);
    let annotations = places.enumerate().map(|(n, [x, y, w, h])| {
        let category = if n == 10 { 2 } else { 1 };
        format!("{{\"id\": {n}, \"image_id\": 1, \"category_id\": {category}, \"bbox\": [{x}, {y}, {w}, {h}]}}")
    });
    let text = format!(
        "{{\"images\": [{{\"id\": 1, \"file_name\": \"a.png\", \"width\": 640, \"height\": 480}}, {{\"id\": 2, \"file_name\": \"b.png\", \"width\": 640, \"height\": 480}}],
          \"categories\": [{{\"id\": 1, \"name\": \"{HOSTILE}\"}}, {{\"id\": 2, \"name\": \"cat\"}}],
          \"annotations\": [{}]}}",
        annotations.collect::<Vec<_>>().join(", ")
    );
    fs::write(folder.join("a.json"), text).unwrap();
    let job = "output = 'out'\n[converter]\ntype = 'Coco'\nannotations = 'a.json'\nimages = 'pictures'\n[writer]\ntype = 'Yolo'\n";
    fs::write(folder.join("job.toml"), job).unwrap();
    let page = folder.join("report.html");
    let output = report(&folder.join("job.toml"), &page, &[]);
    assert!(output.status.success(), "{output:?}");
    (folder, page)
}

fn report(job: &Path, page: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_converters"));
    command
        .arg("report")
        .arg(job)
        .arg("-o")
        .arg(page)
        .args(more);
    command.output().unwrap()
}

#[test]
fn a_file_that_is_there_is_not_replaced() {
    let (folder, page) = page("report-twice");
    fs::write(&page, "mine").unwrap();
    let again = report(&folder.join("job.toml"), &page, &[]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("--overwrite"));
    assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
    let again = report(&folder.join("job.toml"), &page, &["--overwrite"]);
    assert!(again.status.success());
    assert!(
        fs::read_to_string(&page)
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
    // Nothing is left beside it, and nothing was written of the job.
    let names = fs::read_dir(&folder).unwrap();
    let mut names = names
        .map(|entry| entry.unwrap().file_name())
        .collect::<Vec<_>>();
    names.sort();
    assert_eq!(names, ["a.json", "job.toml", "pictures", "report.html"]);
}

/// Debian's browser, run without a screen.
fn browser(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| {
            let version = Command::new(name).arg("--version").output();
            version.is_ok_and(|output| output.status.success())
        });
    let Some(browser) = found else {
        eprintln!(
            "!! SKIPPED: there is no Chromium, so no browser has shown the page of `converters report`"
        );
        return None;
    };
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let output = Command::new(browser)
        // The tests may run as root, in a container with little shared memory.
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ])
        .args([
            "--no-first-run",
            "--disable-extensions",
            "--force-device-scale-factor=1",
            &profile,
        ])
        .args(arguments)
        .env("HOME", folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(output)
}

#[test]
fn what_a_browser_makes_of_it() {
    let (folder, page) = page("report-browser");
    let address = format!("file://{}", page.display());
    let Some(output) = browser(&folder, &["--dump-dom", &address]) else {
        return;
    };
    let dom = String::from_utf8(output.stdout).unwrap();
    // The hostile name is a text, and has not run.
    for markup in ["<script", "<title>taken", "<img"] {
        assert!(!dom.contains(markup), "{markup}");
    }
    assert!(dom.contains("&lt;script&gt;document.title"));
    // Nothing is loaded: each picture is part of the page.
    let pictures = dom.matches("href=\"data:image/jpeg;base64,").count();
    assert!(pictures >= 2, "{pictures}");
    for outside in [
        "src=\"http",
        "href=\"http",
        "href=\"file",
        "<link",
        "<iframe",
    ] {
        assert!(!dom.contains(outside), "{outside}");
    }
    let section = |id: &str| {
        let start = dom.find(&format!("<section id=\"{id}\">")).unwrap();
        &dom[start..start + dom[start..].find("</section>").unwrap()]
    };
    assert_eq!(section("categories").matches("<tr>").count(), 2);
    assert!(section("categories").contains(">12<"));
    assert!(section("doubts").contains("beyond its image"));
    assert!(section("doubts").contains("without width or height"));

    let shot = folder.join("shot.png");
    let screenshot = format!("--screenshot={}", shot.display());
    browser(&folder, &[&screenshot, "--window-size=1000,2600", &address]).unwrap();
    let pixels = image::open(&shot).unwrap().into_rgb8();
    let count = |colour: [u8; 3]| {
        let near = |pixel: &&image::Rgb<u8>| {
            pixel
                .0
                .iter()
                .zip(colour)
                .all(|(one, other)| one.abs_diff(other) <= 6)
        };
        pixels.pixels().filter(near).count()
    };
    // Bars, the darkest square of the map (15 x 15), the picture in the thumbnails, and the boxes over it.
    assert!(
        count([0x1f, 0x77, 0xb4]) > 4000,
        "{}",
        count([0x1f, 0x77, 0xb4])
    );
    assert!(
        count([0xb3, 0x00, 0x1b]) >= 200,
        "{}",
        count([0xb3, 0x00, 0x1b])
    );
    assert!(count([20, 200, 60]) > 4000, "{}", count([20, 200, 60]));
    assert!(
        count([0xe6, 0x39, 0x46]) > 200,
        "{}",
        count([0xe6, 0x39, 0x46])
    );
}
