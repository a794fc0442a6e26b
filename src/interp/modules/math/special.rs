//! The gamma and error functions, and inverse hyperbolic functions rounded as C libraries round them.

use std::f64::consts::PI;

const SQRT_PI: f64 = 1.772_453_850_905_516;

/// Lanczos coefficients (g = 7, n = 9).
const LANCZOS: [f64; 9] = [
    0.999_999_999_999_809_9,
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_1,
    -176.615_029_162_140_6,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6,
    1.505_632_735_149_311_6e-7,
];

fn series(x: f64) -> f64 {
    LANCZOS.iter().enumerate().skip(1).fold(LANCZOS[0], |sum, (i, c)| sum + c / (x + i as f64))
}

/// The gamma function.
pub fn gamma(x: f64) -> f64 {
    if x.is_nan() || x == f64::INFINITY {
        return x;
    }
    if x == x.floor() && (1.0..=23.0).contains(&x) {
        return (2..x as u64).map(|n| n as f64).product();
    }
    if x > 200.0 {
        return f64::INFINITY;
    }
    if x < -200.0 {
        return 0.0;
    }
    if x < 0.5 {
        return PI / ((PI * x).sin() * gamma(1.0 - x));
    }
    let x = x - 1.0;
    let t = x + 7.5;
    let half = t.powf((x + 0.5) / 2.0);
    (2.0 * PI).sqrt() * half * (-t).exp() * series(x) * half
}

/// The logarithm of the gamma function's absolute value.
pub fn lgamma(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.is_infinite() {
        return f64::INFINITY;
    }
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    if x < 0.5 {
        return (PI / (PI * x).sin().abs()).ln() - lgamma(1.0 - x);
    }
    let x = x - 1.0;
    let t = x + 7.5;
    0.5 * (2.0 * PI).ln() + (x + 0.5) * t.ln() - t + series(x).ln()
}

/// The error function.
pub fn erf(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let absolute = x.abs();
    let value = if absolute < 1.5 { erf_series(absolute) } else { 1.0 - erfc_fraction(absolute) };
    value.copysign(x)
}

/// One minus the error function.
pub fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let absolute = x.abs();
    if absolute < 1.5 {
        return 1.0 - erf_series(absolute).copysign(x);
    }
    let tail = erfc_fraction(absolute);
    if x > 0.0 { tail } else { 2.0 - tail }
}

fn erf_series(x: f64) -> f64 {
    let mut sum = 0.0;
    for k in (0..25).rev() {
        sum = 2.0 + x * x * sum / (f64::from(k) + 1.5);
    }
    sum * x * (-x * x).exp() / SQRT_PI
}

fn erfc_fraction(x: f64) -> f64 {
    if x >= 30.0 {
        return 0.0;
    }
    let square = x * x;
    let (mut a, mut da) = (0.0, 0.5);
    let (mut p, mut p1, mut q, mut q1) = (1.0, 0.0, da + square, 1.0);
    for _ in 0..50 {
        a += da;
        da += 2.0;
        let b = da + square;
        (p, p1) = (b * p - a * p1, p);
        (q, q1) = (b * q - a * q1, q);
    }
    p / q * x * (-square).exp() / SQRT_PI
}

/// The inverse hyperbolic cosine; `NaN` below one.
pub fn acosh(x: f64) -> f64 {
    if x < 1.0 {
        return f64::NAN;
    }
    if x >= 2f64.powi(28) {
        return x.ln() + std::f64::consts::LN_2;
    }
    if x > 2.0 {
        return (2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt())).ln();
    }
    let t = x - 1.0;
    (t + (2.0 * t + t * t).sqrt()).ln_1p()
}

/// The inverse hyperbolic sine.
pub fn asinh(x: f64) -> f64 {
    let absolute = x.abs();
    if absolute < 2f64.powi(-28) || !x.is_finite() {
        return x;
    }
    let square = x * x;
    let value = if absolute > 2f64.powi(28) {
        absolute.ln() + std::f64::consts::LN_2
    } else if absolute > 2.0 {
        (2.0 * absolute + 1.0 / ((square + 1.0).sqrt() + absolute)).ln()
    } else {
        (absolute + square / (1.0 + (1.0 + square).sqrt())).ln_1p()
    };
    value.copysign(x)
}

/// The inverse hyperbolic tangent; `NaN` outside of one.
pub fn atanh(x: f64) -> f64 {
    let absolute = x.abs();
    if absolute >= 1.0 {
        return f64::NAN;
    }
    if absolute < 2f64.powi(-28) {
        return x;
    }
    let twice = absolute + absolute;
    let value = if absolute < 0.5 {
        0.5 * (twice + twice * absolute / (1.0 - absolute)).ln_1p()
    } else {
        0.5 * (twice / (1.0 - absolute)).ln_1p()
    };
    value.copysign(x)
}
