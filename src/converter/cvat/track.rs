//! The tracks of a video: which frames there are, and which shape of a track is in which.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::tag::{attribute, count_others};
use crate::converter::collected::Collected;
use crate::dataset::Value;
use crate::error::shown;

/// What the file says of the frames, and the track that is open.
#[derive(Default)]
pub(super) struct Track {
    start: u32,
    stop: Option<u32>,
    step: Option<u32>,
    width: u32,
    height: u32,
    /// The image of each frame.
    images: HashMap<u32, u32>,
    /// The task of all tracks.
    task: Option<String>,
    /// Label and number of the track that is open.
    open: Option<(String, Option<Value>)>,
    subset: String,
    /// The frame of the last shape, unless the object was outside of it.
    last: Option<u32>,
    left_out: usize,
}

/// More frames are a mistake.
const MOST: u32 = 1_000_000;

impl Track {
    /// Takes a field of what the file says of the task.
    pub(super) fn take(&mut self, field: &str, text: &str) {
        let number = text.parse::<u32>().ok();
        match field {
            "start_frame" => self.start = number.unwrap_or(0),
            "stop_frame" => self.stop = number,
            "frame_filter" => {
                self.step = text
                    .strip_prefix("step=")
                    .and_then(|step| step.parse().ok())
            }
            "width" => self.width = number.unwrap_or(0),
            "height" => self.height = number.unwrap_or(0),
            _ => {}
        }
    }

    /// Opens a track. Returns the frames of the video if it is the first one.
    pub(super) fn open(
        &mut self,
        tag: &BytesStart<'_>,
        collected: &mut Collected,
    ) -> Result<Option<impl Iterator<Item = u32> + use<>>, String> {
        let label = attribute(tag, "label")?.ok_or("this track has no `label`")?;
        let id = attribute(tag, "id")?.filter(|id| !id.is_empty());
        let task = attribute(tag, "task_id")?.unwrap_or_default();
        self.open = Some((label, id.map(|id| Value::of_text(&id))));
        self.subset = attribute(tag, "subset")?.unwrap_or_default();
        self.last = None;
        count_others(
            collected,
            tag,
            "tracks",
            &["id", "label", "task_id", "subset"],
        )?;
        if let Some(known) = &self.task {
            return match *known == task {
                true => Ok(None),
                false => Err(
                    "holds tracks of several tasks, whose frames have the same numbers".to_owned(),
                ),
            };
        }
        self.task = Some(task);
        if self.width == 0 || self.height == 0 {
            return Err("holds tracks of a video, and does not say how large its frames are (`original_size`)".to_owned());
        }
        let stop = self.stop.ok_or(
            "holds tracks of a video, and does not say how many frames it has (`stop_frame`)",
        )?;
        let step = self.step.unwrap_or(1).max(1);
        if stop.saturating_sub(self.start) / step >= MOST {
            return Err("holds tracks of a video of more than a million frames".to_owned());
        }
        Ok(Some((self.start..=stop).step_by(step as usize)))
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn close(&mut self) {
        self.open = None;
    }

    /// Width and height of the frames.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The part of the track that is open. CVAT calls the whole of a task that is not divided `default`.
    pub(super) fn subset(&self) -> &str {
        match self.subset.as_str() {
            "default" => "",
            subset => subset,
        }
    }

    pub(super) fn add_frame(&mut self, frame: u32, image: u32) {
        self.images.insert(frame, image);
    }

    pub(super) fn label(&self) -> &str {
        self.open.as_ref().map_or("", |(label, _)| label)
    }

    pub(super) fn id(&self) -> Option<Value> {
        self.open.as_ref()?.1.clone()
    }

    /// The image that a shape of the track is in. `None` where the object is outside of the frame.
    pub(super) fn image(&mut self, tag: &BytesStart<'_>) -> Result<Option<u32>, String> {
        if !self.is_open() {
            return Ok(None);
        }
        let text = attribute(tag, "frame")?.ok_or("this shape has no `frame`")?;
        let frame = text.parse::<u32>();
        let frame =
            frame.map_err(|_| format!("`{}` is not the number of a frame", shown(&text)))?;
        let image = self.images.get(&frame).copied();
        let image = image.ok_or_else(|| format!("frame {frame} is not one of the task"))?;
        // CVAT writes each frame, also those between two that a person has drawn.
        let step = self.step.unwrap_or(1).max(1);
        if let Some(last) = self.last {
            self.left_out += (frame.saturating_sub(last) / step).saturating_sub(1) as usize;
        }
        let outside = attribute(tag, "outside")?.as_deref() == Some("1");
        self.last = (!outside).then_some(frame);
        Ok((!outside).then_some(image))
    }

    /// How many shapes the file leaves out, between two of one track.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }
}
