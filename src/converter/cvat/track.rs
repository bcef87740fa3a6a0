//! The tracks of videos: which frames each task has, and which shape of a track is in which.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::tag::{attribute, count_others};
use crate::converter::collected::Collected;
use crate::dataset::{Object, RotatedBox, Value};
use crate::error::shown;

/// What the file says of the frames, and the track that is open.
#[derive(Default)]
pub(super) struct Track {
    tasks: Vec<Task>,
    /// Set once the frames are images.
    has_frames: bool,
    open: Option<Open>,
    /// Objects between two shapes, made up as CVAT does.
    interpolated: usize,
    left_out: usize,
}

/// A task, which is a video: a file of a project has several.
#[derive(Default)]
struct Task {
    id: String,
    subset: String,
    start: u32,
    stop: Option<u32>,
    step: Option<u32>,
    width: u32,
    height: u32,
    /// The image of each frame.
    images: HashMap<u32, u32>,
}

/// The track that is open.
struct Open {
    label: String,
    id: Option<Value>,
    task: usize,
    /// The frame of the shape that is open, and whether the object is outside of it.
    at: (u32, bool),
    /// The last shape, unless the object was outside of its frame.
    last: Option<(u32, Object)>,
}

/// The frames of a task.
pub(super) struct Frames {
    pub(super) task: usize,
    pub(super) size: (u32, u32),
    /// CVAT calls the whole of a task that is not divided `default`.
    pub(super) subset: String,
    /// The folder of their names, if there are several tasks.
    pub(super) folder: String,
    pub(super) numbers: std::iter::StepBy<std::ops::RangeInclusive<u32>>,
}

/// More frames are a mistake, and so are more objects that are made up.
const MOST: u32 = 1_000_000;

impl Track {
    /// A task is described.
    pub(super) fn start_task(&mut self) {
        self.tasks.push(Task::default());
    }

    /// Takes a field of what the file says of the task.
    pub(super) fn take(&mut self, field: &str, text: &str) {
        let Some(task) = self.tasks.last_mut() else {
            return;
        };
        let number = text.parse::<u32>().ok();
        match field {
            "id" => text.clone_into(&mut task.id),
            "subset" => text.clone_into(&mut task.subset),
            "start_frame" => task.start = number.unwrap_or(0),
            "stop_frame" => task.stop = number,
            "frame_filter" => {
                task.step = text
                    .strip_prefix("step=")
                    .and_then(|step| step.parse().ok())
            }
            "width" => task.width = number.unwrap_or(0),
            "height" => task.height = number.unwrap_or(0),
            _ => {}
        }
    }

    /// Opens a track. Returns the frames of all tasks if it is the first one.
    pub(super) fn open(
        &mut self,
        tag: &BytesStart<'_>,
        collected: &mut Collected,
    ) -> Result<Vec<Frames>, String> {
        let label = attribute(tag, "label")?.ok_or("this track has no `label`")?;
        let id = attribute(tag, "id")?.filter(|id| !id.is_empty());
        let task = attribute(tag, "task_id")?.unwrap_or_default();
        let subset = attribute(tag, "subset")?.unwrap_or_default();
        let known = ["id", "label", "task_id", "subset"];
        count_others(collected, tag, "tracks", &known)?;
        let task = self.task(&task)?;
        if self.tasks[task].subset.is_empty() {
            self.tasks[task].subset = subset;
        }
        self.tasks[task].check()?;
        self.open = Some(Open {
            label,
            id: id.map(|id| Value::of_text(&id)),
            task,
            at: (0, false),
            last: None,
        });
        if std::mem::replace(&mut self.has_frames, true) {
            return Ok(Vec::new());
        }
        let several = self.tasks.len() > 1;
        let tasks = self.tasks.iter().enumerate();
        // One that is not a video has no tracks.
        let videos = tasks.filter(|(_, task)| task.check().is_ok());
        Ok(videos
            .map(|(place, task)| Frames {
                task: place,
                size: (task.width, task.height),
                subset: match task.subset.as_str() {
                    "default" => String::new(),
                    subset => subset.to_owned(),
                },
                folder: match several {
                    true => format!("task_{}/", task.id),
                    false => String::new(),
                },
                numbers: (task.start..=task.stop.unwrap_or(0)).step_by(task.step() as usize),
            })
            .collect())
    }

    /// The place of a task. A file of one task need not say its id.
    fn task(&mut self, id: &str) -> Result<usize, String> {
        if self.tasks.is_empty() {
            self.start_task();
        }
        if let [task] = &mut self.tasks[..] {
            if task.id.is_empty() {
                id.clone_into(&mut task.id);
            }
            if id.is_empty() {
                return Ok(0);
            }
        }
        let place = self.tasks.iter().position(|task| task.id == id);
        place.ok_or_else(|| match id {
            "" => "this track does not say which of the tasks it belongs to (`task_id`)".to_owned(),
            id => format!(
                "this track belongs to the task `{}`, which the file does not describe",
                shown(id)
            ),
        })
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn close(&mut self) {
        self.open = None;
    }

    pub(super) fn add_frame(&mut self, task: usize, frame: u32, image: u32) {
        self.tasks[task].images.insert(frame, image);
    }

    pub(super) fn label(&self) -> &str {
        self.open.as_ref().map_or("", |open| &open.label)
    }

    pub(super) fn id(&self) -> Option<Value> {
        self.open.as_ref()?.id.clone()
    }

    /// The image that a shape of the track is in.
    pub(super) fn image(&mut self, tag: &BytesStart<'_>) -> Result<Option<u32>, String> {
        let Some(open) = &mut self.open else {
            return Ok(None);
        };
        let text = attribute(tag, "frame")?.ok_or("this shape has no `frame`")?;
        let frame = text.parse::<u32>();
        let frame =
            frame.map_err(|_| format!("`{}` is not the number of a frame", shown(&text)))?;
        let image = self.tasks[open.task].images.get(&frame).copied();
        let image = image.ok_or_else(|| format!("frame {frame} is not one of the task"))?;
        let outside = attribute(tag, "outside")?.as_deref() == Some("1");
        open.at = (frame, outside);
        Ok(Some(image))
    }

    /// The objects of the frames between the last shape of the track and this one, and this one, unless it is outside of its frame.
    ///
    /// CVAT writes the shape of each frame. Other programs write those that a person has drawn; between them, CVAT moves boxes along a
    /// line. Shapes of other kinds are counted.
    pub(super) fn objects(&mut self, object: Object) -> Vec<Object> {
        let Some(open) = &mut self.open else {
            return vec![object];
        };
        let task = &self.tasks[open.task];
        let (frame, outside) = open.at;
        let last = open.last.take();
        let mut objects = Vec::new();
        if let Some((from, start)) = last.filter(|(from, _)| *from < frame) {
            let missing = ((frame - from) / task.step()).saturating_sub(1) as usize;
            let room = self.interpolated + missing <= MOST as usize;
            if is_box(&start) && is_box(&object) && room {
                self.interpolated += missing;
                let between = (from..frame).step_by(task.step() as usize).skip(1);
                objects.extend(between.filter_map(|at| {
                    let share = f64::from(at - from) / f64::from(frame - from);
                    let mut between = moved(&start, &object, share);
                    between.image = *task.images.get(&at)?;
                    Some(between)
                }));
            } else {
                self.left_out += missing;
            }
        }
        if !outside {
            open.last = Some((frame, object.clone()));
            objects.push(object);
        }
        objects
    }

    /// How many objects were made up between two of one track.
    pub(super) fn interpolated(&self) -> usize {
        self.interpolated
    }

    /// How many shapes the file leaves out, between two of one track.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }
}

impl Task {
    fn step(&self) -> u32 {
        self.step.unwrap_or(1).max(1)
    }

    /// Makes sure that its frames are known.
    fn check(&self) -> Result<(), String> {
        if self.width == 0 || self.height == 0 {
            return Err("holds tracks of a video, and does not say how large its frames are (`original_size`)".to_owned());
        }
        let stop = self.stop.ok_or(
            "holds tracks of a video, and does not say how many frames it has (`stop_frame`)",
        )?;
        if stop.saturating_sub(self.start) / self.step() >= MOST {
            return Err("holds tracks of a video of more than a million frames".to_owned());
        }
        Ok(())
    }
}

fn is_box(object: &Object) -> bool {
    object.mask().is_none() && object.keypoints().is_empty()
}

/// A box on its way from one place to another, with the attributes of the first.
fn moved(from: &Object, to: &Object, share: f64) -> Object {
    let between = |from: f64, to: f64| from + (to - from) * share;
    let mut object = from.clone();
    let upright = |object: &Object| RotatedBox::of(object.bounding_box, 0.0);
    let of = |object: &Object| object.rotated().unwrap_or_else(|| upright(object));
    let (start, end) = (of(from), of(to));
    // The shorter way round.
    let turn = (end.angle - start.angle + 180.0).rem_euclid(360.0) - 180.0;
    let angle = (start.angle + turn * share).rem_euclid(360.0);
    let rotated = RotatedBox {
        x: between(start.x, end.x),
        y: between(start.y, end.y),
        width: between(start.width, end.width),
        height: between(start.height, end.height),
        angle,
    };
    if angle == 0.0 {
        if object.rotated().is_some() {
            object.change_rare(|rare| rare.rotated = None);
        }
        object.bounding_box = rotated.unturned();
        return object;
    }
    object.with_rotated(rotated)
}
