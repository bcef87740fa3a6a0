//! Pooling as PyTorch does it: with padding, and with `ceil_mode`.

use candle_core::{Result, Tensor};

/// The size of one side after pooling, and what must be added behind it so that the last window fits.
fn side(size: usize, kernel: usize, stride: usize, padding: usize, ceil: bool) -> Result<usize> {
    let padded = size + 2 * padding;
    if padded < kernel {
        candle_core::bail!("a side of {size} is too small for a pooling window of {kernel}");
    }
    let mut steps = (padded - kernel) / stride;
    if ceil && (padded - kernel) % stride != 0 {
        // The last window must begin inside the image or the padding before it.
        if (steps + 1) * stride < size + padding {
            steps += 1;
        }
    }
    Ok((steps * stride + kernel).saturating_sub(size + padding))
}

fn pad(x: &Tensor, before: usize, after: [usize; 2], value: f32) -> Result<Tensor> {
    let mut x = x.clone();
    for (dim, after) in [(2, after[0]), (3, after[1])] {
        for (count, front) in [(before, true), (after, false)] {
            if count == 0 {
                continue;
            }
            let mut shape = x.dims().to_vec();
            shape[dim] = count;
            let fill = Tensor::full(value, shape, x.device())?;
            x = if front {
                Tensor::cat(&[&fill, &x], dim)?
            } else {
                Tensor::cat(&[&x, &fill], dim)?
            };
        }
    }
    Ok(x)
}

/// `nn.MaxPool2d`.
///
/// # Errors
///
/// An image that is smaller than the window.
pub fn max_pool(
    x: &Tensor,
    kernel: usize,
    stride: usize,
    padding: usize,
    ceil: bool,
) -> Result<Tensor> {
    let (_, _, height, width) = x.dims4()?;
    let after = [
        side(height, kernel, stride, padding, ceil)?,
        side(width, kernel, stride, padding, ceil)?,
    ];
    pad(x, padding, after, f32::NEG_INFINITY)?.max_pool2d_with_stride(kernel, stride)
}

/// `nn.AvgPool2d`. `with_padding` is its `count_include_pad`.
///
/// # Errors
///
/// An image that is smaller than the window.
pub fn avg_pool(
    x: &Tensor,
    kernel: usize,
    stride: usize,
    padding: usize,
    ceil: bool,
    with_padding: bool,
) -> Result<Tensor> {
    let (_, _, height, width) = x.dims4()?;
    let after = [
        side(height, kernel, stride, padding, ceil)?,
        side(width, kernel, stride, padding, ceil)?,
    ];
    let sums = pad(x, padding, after, 0.0)?.avg_pool2d_with_stride(kernel, stride)?;
    if after == [0, 0] && padding == 0 {
        return Ok(sums);
    }
    // The share of each window that counts.
    let inner = if with_padding { padding } else { 0 };
    let ones = Tensor::ones(
        (1, 1, height + 2 * inner, width + 2 * inner),
        x.dtype(),
        x.device(),
    )?;
    let rest = after.map(|after| after.saturating_sub(inner));
    let cut = ones
        .narrow(2, 0, height + inner + after[0].min(inner))?
        .narrow(3, 0, width + inner + after[1].min(inner))?;
    let shares = pad(&cut, padding - inner, rest, 0.0)?.avg_pool2d_with_stride(kernel, stride)?;
    sums.broadcast_div(&shares)
}

/// The mean of each channel: `(N, C, H, W)` to `(N, C)`.
///
/// # Errors
///
/// A tensor of another rank.
pub fn global_avg_pool(x: &Tensor) -> Result<Tensor> {
    x.mean((2, 3))
}
