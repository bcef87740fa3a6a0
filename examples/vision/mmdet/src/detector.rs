//! Detectors of one stage: `SingleStageDetector` and its kin.

use candle_core::{Result, Tensor};
use mmengine::image::Sample;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::model::{Object, Prediction};
use mmengine::{Context, Extractor, Model, Preprocessor};
use rollbook::{Build, BuildError};

use crate::dense_head::{DenseHead, TestCfg};
use crate::task::TrainCfg;

/// A backbone, a neck and a head that predicts at each place.
pub struct SingleStage<B, N, H, P> {
    backbone: B,
    neck: Option<N>,
    head: H,
    preprocessor: Option<P>,
    test: Option<TestCfg>,
}

/// All of them have the same arguments.
macro_rules! detectors {
    ($($(#[$doc:meta])* $config:ident;)*) => {$(
        $(#[$doc])*
        #[derive(rollbook::Config)]
        #[serde(deny_unknown_fields)]
        pub struct $config<B, N, H, P, A, S, I> {
            backbone: B,
            neck: Option<N>,
            bbox_head: H,
            train_cfg: Option<TrainCfg<A, S>>,
            test_cfg: Option<TestCfg>,
            data_preprocessor: Option<P>,
            init_cfg: InitCfg<I>,
        }

        impl<B, N, H, P, A, S, I> Build<Context> for $config<B, N, H, P, A, S, I>
        where
            B: Build<Context, Module: Extractor>,
            N: Build<Context, Module: Extractor>,
            H: Build<Context, Module: DenseHead>,
            P: Build<Context, Module: Preprocessor>,
            I: InitConfig,
        {
            type Module = SingleStage<B::Module, N::Module, H::Module, P::Module>;

            fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
                // It was read and checked.
                drop(self.train_cfg);
                cx.init(self.init_cfg)?;
                let detector = SingleStage {
                    backbone: cx.build("backbone", self.backbone)?,
                    neck: self.neck.map(|neck| cx.build("neck", neck)).transpose()?,
                    head: cx.build("bbox_head", self.bbox_head)?,
                    preprocessor: self.data_preprocessor.map(|config| cx.build("data_preprocessor", config)).transpose()?,
                    test: self.test_cfg,
                };
                detector.checked()
            }
        }
    )*};
}

detectors! {
    /// The arguments of `SingleStageDetector`.
    SingleStageDetectorConfig;
    /// The arguments of `RetinaNet`.
    RetinaNetConfig;
    /// The arguments of `YOLOF`.
    YolofConfig;
}

impl<B: Extractor, N: Extractor, H: DenseHead, P> SingleStage<B, N, H, P> {
    fn checked(self) -> std::result::Result<Self, BuildError> {
        let mut channels = self
            .backbone
            .channels(&[3])
            .map_err(|mismatch| mismatch.at("backbone"))?;
        if let Some(neck) = &self.neck {
            channels = neck
                .channels(&channels)
                .map_err(|mismatch| mismatch.at("neck"))?;
        }
        self.head
            .check(&channels)
            .map_err(|mismatch| mismatch.at("bbox_head"))?;
        Ok(self)
    }
}

impl<B: Extractor, N: Extractor, H: DenseHead, P: Preprocessor> Model for SingleStage<B, N, H, P> {
    fn preprocess(&self, samples: &[Sample]) -> Result<Tensor> {
        match &self.preprocessor {
            Some(preprocessor) => preprocessor.forward(samples),
            None => candle_core::bail!("the config has no `data_preprocessor`"),
        }
    }

    fn forward(&self, batch: &Tensor, train: bool) -> Result<Vec<Tensor>> {
        let mut features = self.backbone.forward(std::slice::from_ref(batch), train)?;
        if let Some(neck) = &self.neck {
            features = neck.forward(&features, train)?;
        }
        self.head.forward(&features, train)
    }

    fn predict(&self, batch: &Tensor, samples: &[Sample]) -> Result<Vec<Prediction>> {
        let Some(test) = &self.test else {
            candle_core::bail!("to find objects, the config needs `model.test_cfg`");
        };
        let outputs = self.forward(batch, false)?;
        let objects = samples.iter().enumerate().map(|(image, sample)| {
            let mut found = self.head.boxes(&outputs, image, sample.img_shape, test)?;
            let (wide, high) = sample.scale_factor;
            for found in &mut found {
                let [left, top, right, bottom] = found.bbox;
                found.bbox = [left / wide, top / high, right / wide, bottom / high];
            }
            let objects = test.remaining(found).into_iter();
            let objects = objects.map(|found| Object {
                bbox: found.bbox,
                class: found.class,
                score: found.score,
            });
            Ok(Prediction::Objects(objects.collect()))
        });
        objects.collect()
    }

    fn loss(&self, _: &Tensor, _: &[Sample]) -> Result<Tensor> {
        candle_core::bail!("a detector cannot be trained here: only classifiers can")
    }
}
