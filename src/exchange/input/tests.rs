use std::io::Write;

use proptest::prelude::*;

use super::*;

fn read(name: &str, bytes: &[u8]) -> Result<(String, Encoding, u64), ExchangeError> {
    let mut part = Source::of_bytes(name, bytes.to_vec())?.only()?;
    let text = part.read_all().map_err(|error| ExchangeError::io(name, &error))?;
    Ok((text, part.encoding(), part.mended()))
}

fn utf16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

const TEXT: &str = "id,name\nCIV,Côte d’Ivoire \u{4e2d}\n";

#[test]
fn encodings_become_utf_8() {
    let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
    for (bytes, encoding) in [
        (TEXT.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8),
        (utf16(TEXT, true, u16::to_le_bytes), Encoding::Other("UTF-16LE")),
        (utf16(TEXT, true, u16::to_be_bytes), Encoding::Other("UTF-16BE")),
        (utf16(TEXT, false, u16::to_le_bytes), Encoding::Other("UTF-16LE")),
        (utf16(TEXT, false, u16::to_be_bytes), Encoding::Other("UTF-16BE")),
    ] {
        assert_eq!(read("a.csv", &bytes).expect("text"), (TEXT.to_owned(), encoding, 0));
    }
    let xml = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>C\xf4te</a>";
    let (text, encoding, _) = read("a.xml", xml).expect("text");
    assert!(text.ends_with("<a>Côte</a>"), "{text}");
    assert_eq!(encoding, Encoding::Other("windows-1252"));
}

#[test]
fn stray_bytes_are_read_as_windows_1252_and_counted() {
    let long = "ä".repeat(400_000);
    let bytes = [b"C\xf4te ", long.as_bytes(), b"\x93quoted\x94 \xe4"].concat();
    let (text, encoding, mended) = read("a.csv", &bytes).expect("text");
    assert_eq!(text, format!("Côte {long}“quoted” ä"));
    assert_eq!((encoding, mended), (Encoding::Utf8, 4));
}

#[test]
fn containers_are_opened_and_broken_ones_told() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(TEXT.as_bytes()).expect("memory");
    let gzip = gzip.finish().expect("memory");
    assert_eq!(read("a.csv.gz", &gzip).expect("text").0, TEXT);
    let twice = [gzip.clone(), gzip.clone()].concat();
    assert_eq!(read("a.csv.gz", &twice).expect("text").0, TEXT.repeat(2));
    let cut = read("a.csv.gz", &gzip[..gzip.len() - 12]).expect_err("a truncated file").to_string();
    assert!(cut.starts_with("a.csv.gz ends too early"), "{cut}");

    let archive = zip_of(&[("data/a.csv", TEXT), ("__MACOSX/a.csv", "x"), ("data/.hidden", "x")]);
    assert_eq!(read("a.zip", &archive).expect("text").0, TEXT);
    let cut = read("a.zip", &archive[..archive.len() - 30]).expect_err("a truncated ZIP").to_string();
    assert!(cut.starts_with("a.zip ends too early"), "{cut}");
    let mut damaged = archive.clone();
    let at = damaged.windows(4).position(|four| four == b"Ivoi").expect("stored as it is");
    damaged[at] ^= 1;
    let wrong = read("a.zip", &damaged).expect_err("a damaged ZIP").to_string();
    assert!(wrong.contains("checksum"), "{wrong}");

    let two = zip_of(&[("b.csv", "b"), ("a.csv", "a")]);
    let source = Source::of_bytes("two.zip", two).expect("a ZIP");
    assert_eq!(source.parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(), ["a.csv", "b.csv"]);
    let several = source.only().err().expect("several").to_string();
    assert_eq!(several, "two.zip holds several files (a.csv, b.csv); unpack it and name one of them");
}

/// A ZIP whose files are stored without compression.
fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in files {
        writer.start_file(*name, options).expect("memory");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

#[test]
fn the_head_is_whole_characters_and_nothing_is_lost_by_looking() {
    let text = "é".repeat(100_000);
    let mut part = Source::of_bytes("a", text.clone().into_bytes()).expect("bytes").only().expect("one");
    assert_eq!(part.head().expect("text").len(), HEAD);
    assert_eq!(part.read_all().expect("text"), text);
}

#[test]
fn an_import_can_be_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, TEXT.repeat(100_000)).expect("a file");
    let progress = Arc::new(Progress::default());
    let mut part = Source::open(&path, &progress).expect("a file").only().expect("one");
    part.head().expect("text");
    assert!(progress.share().is_some_and(|share| share > 0.0 && share < 1.0));
    progress.cancel();
    let error = part.read_all().expect_err("stopped");
    assert!(matches!(ExchangeError::io("a.csv", &error), ExchangeError::Cancelled));
}

#[test]
fn what_is_no_file_is_told() {
    let progress = Arc::new(Progress::default());
    let told = |path: &Path| Source::open(path, &progress).err().expect("no file").to_string();
    assert!(told(Path::new("no/such")).contains("does not exist; check its name and folder"));
    assert!(told(tempfile::tempdir().expect("a folder").path()).contains("is a folder"));
}

proptest! {
    #[test]
    fn utf_8_comes_through_unchanged_and_any_bytes_become_text(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        // Not a container and not UTF-16.
        let bytes = [b"ab", &bytes[..]].concat();
        let (text, _, mended) = read("a", &bytes).expect("text");
        match std::str::from_utf8(&bytes) {
            Ok(same) => prop_assert_eq!((text.as_str(), mended), (same, 0)),
            Err(_) => prop_assert!(mended > 0),
        }
    }
}
