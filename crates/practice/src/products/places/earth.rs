//! Distances on the WGS-84 ellipsoid. What is near what, is left to the edge query.

const EQUATORIAL: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
const POLAR: f64 = EQUATORIAL * (1.0 - FLATTENING);

/// A place as latitude and longitude, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

/// Metres from `a` to `b` along the geodesic, by Vincenty's inverse method. Where that does not settle, which is only
/// for points almost opposite each other, the distance on a sphere stands in.
pub(super) fn distance(a: Spot, b: Spot) -> f64 {
    let difference = (b.longitude - a.longitude).to_radians();
    let reduced = |latitude: f64| ((1.0 - FLATTENING) * latitude.to_radians().tan()).atan();
    let ((sin1, cos1), (sin2, cos2)) =
        (reduced(a.latitude).sin_cos(), reduced(b.latitude).sin_cos());

    let mut lambda = difference;
    for _ in 0..100 {
        let (sin_lambda, cos_lambda) = lambda.sin_cos();
        let sin_sigma = (cos2 * sin_lambda).hypot(cos1.mul_add(sin2, -(sin1 * cos2 * cos_lambda)));
        if sin_sigma == 0.0 {
            return 0.0;
        }
        let cos_sigma = sin1.mul_add(sin2, cos1 * cos2 * cos_lambda);
        let sigma = sin_sigma.atan2(cos_sigma);
        let sin_alpha = cos1 * cos2 * sin_lambda / sin_sigma;
        let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        // On the equator the middle of the line is undefined and has no weight.
        let cos_middle =
            if cos2_alpha == 0.0 { 0.0 } else { cos_sigma - 2.0 * sin1 * sin2 / cos2_alpha };
        let c = FLATTENING / 16.0 * cos2_alpha * (4.0 + FLATTENING * (4.0 - 3.0 * cos2_alpha));
        let bend = 2.0 * cos_middle * cos_middle - 1.0;
        let previous = lambda;
        lambda = difference
            + (1.0 - c)
                * FLATTENING
                * sin_alpha
                * (sigma + c * sin_sigma * (cos_middle + c * cos_sigma * bend));
        if (lambda - previous).abs() < 1e-12 {
            let u2 = cos2_alpha * (EQUATORIAL * EQUATORIAL - POLAR * POLAR) / (POLAR * POLAR);
            let big_a = 1.0 + u2 / 16384.0 * (4096.0 + u2 * (-768.0 + u2 * (320.0 - 175.0 * u2)));
            let big_b = u2 / 1024.0 * (256.0 + u2 * (-128.0 + u2 * (74.0 - 47.0 * u2)));
            let square = 4.0 * sin_sigma * sin_sigma - 3.0;
            let last = big_b / 6.0 * cos_middle * square * (4.0 * cos_middle * cos_middle - 3.0);
            let delta = big_b * sin_sigma * (cos_middle + big_b / 4.0 * (cos_sigma * bend - last));
            return POLAR * big_a * (sigma - delta);
        }
    }
    on_a_sphere(a, b)
}

fn on_a_sphere(a: Spot, b: Spot) -> f64 {
    let half = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
    let scale = a.latitude.to_radians().cos() * b.latitude.to_radians().cos();
    let chord = half(a.latitude, b.latitude) + scale * half(a.longitude, b.longitude);
    2.0 * 6_371_008.8 * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::{Spot, distance};
    use proptest::prelude::*;

    fn spot(latitude: f64, longitude: f64) -> Spot {
        Spot { latitude, longitude }
    }

    #[test]
    fn known_distances_come_out_to_the_metre() {
        // Flinders Peak to Buninyong, Vincenty's own example; and a degree along the equator and a meridian.
        let flinders =
            spot(-(37.0 + 57.0 / 60.0 + 3.72030 / 3600.0), 144.0 + 25.0 / 60.0 + 29.52440 / 3600.0);
        let buninyong = spot(
            -(37.0 + 39.0 / 60.0 + 10.15610 / 3600.0),
            143.0 + 55.0 / 60.0 + 35.38390 / 3600.0,
        );
        assert!((distance(flinders, buninyong) - 54_972.271).abs() < 0.01);
        assert!((distance(spot(0.0, 0.0), spot(0.0, 1.0)) - 111_319.491).abs() < 0.01);
        assert!((distance(spot(0.0, 0.0), spot(1.0, 0.0)) - 110_574.389).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn a_distance_is_finite_and_the_same_both_ways(
            a in -85.0..85.0_f64, b in -180.0..180.0_f64, c in -85.0..85.0_f64, d in -180.0..180.0_f64,
        ) {
            let (there, back) = (distance(spot(a, b), spot(c, d)), distance(spot(c, d), spot(a, b)));
            prop_assert!(there.is_finite() && (0.0..20_100_000.0).contains(&there));
            prop_assert!((there - back).abs() < 1.0);
        }
    }
}
