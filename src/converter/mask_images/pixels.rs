//! The numbers in a PNG, as they are: no palette is looked up, nothing is scaled.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::dataset::MOST_PIXELS;

/// The numbers of a picture with one channel.
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Row by row.
    numbers: Vec<u16>,
}

impl Pixels {
    pub(super) fn at(&self, x: u64, y: u64) -> u16 {
        self.numbers[(y * u64::from(self.width) + x) as usize]
    }
}

/// Reads a picture.
pub(super) fn read(path: &Path) -> Result<Pixels, String> {
    let failed = |error: &dyn std::fmt::Display| {
        let error = error.to_string();
        // What follows is a value of the library.
        let what = error.split(" while decoding").next().unwrap_or_default();
        format!("this mask could not be read: {what}")
    };
    let file = File::open(path).map_err(|error| failed(&error))?;
    let mut decoder = png::Decoder::new(BufReader::new(file));
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info().map_err(|error| failed(&error))?;
    let (color, depth) = reader.output_color_type();
    if !matches!(color, png::ColorType::Grayscale | png::ColorType::Indexed) {
        return Err(
            "this mask has colours: it must hold a number a pixel, grey or by a palette".to_owned(),
        );
    }
    let (width, height) = reader.info().size();
    if f64::from(width) * f64::from(height) > MOST_PIXELS {
        return Err(format!(
            "this mask of {width} x {height} pixels is too large"
        ));
    }
    let size = reader.output_buffer_size();
    let size = size.ok_or_else(|| failed(&"it is too large"))?;
    let mut bytes = vec![0; size];
    let frame = reader
        .next_frame(&mut bytes)
        .map_err(|error| failed(&error))?;
    let (width, height) = (frame.width, frame.height);
    let rows = bytes
        .chunks_exact(frame.line_size.max(1))
        .take(height as usize);
    let numbers = rows.flat_map(|row| unpacked(row, depth as usize, width as usize));
    Ok(Pixels {
        width,
        height,
        numbers: numbers.collect(),
    })
}

/// The numbers of a row, of 1, 2, 4, 8 or 16 bits, the highest first.
fn unpacked(row: &[u8], bits: usize, width: usize) -> impl Iterator<Item = u16> + '_ {
    (0..width).map(move |place| match bits {
        16 => u16::from_be_bytes([row[2 * place], row[2 * place + 1]]),
        _ => {
            let start = place * bits;
            let number = row[start / 8] >> (8 - bits - start % 8);
            u16::from(number) & ((1 << bits) - 1)
        }
    })
}
