//! The frames of a video as images, and the shapes of tracks as their objects.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::found::Found;
use super::shape;
use crate::converter::files;
use crate::dataset::Object;
use crate::error::Error;
use crate::report::Report;

impl Found<'_> {
    /// A track begins. The first one makes images of the frames.
    pub(super) fn start_track(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), Error> {
        let frames = self.track.open(tag, &mut self.collected);
        let frames = frames.map_err(|what| self.fault(at, what))?;
        if frames.is_empty() {
            return Ok(());
        }
        // A silent report: hidden files are those of others.
        let known = match self.pictures {
            Some(pictures) => files::by_stem(pictures, &mut Report::default())?,
            None => HashMap::new(),
        };
        for frames in frames {
            for frame in frames.numbers {
                let stem = format!("{}frame_{frame:06}", frames.folder);
                let picture = known.get(&stem);
                let own = format!("{stem}.png");
                let name = picture.unwrap_or(&own);
                let added = self.collected.add_image(name, frames.size);
                let image = added.map_err(|what| self.fault(at, what))?;
                self.track.add_frame(frames.task, frame, image);
                self.collected.set_split(image, &frames.subset);
                if picture.is_some() {
                    let picture = files::picture_of(self.pictures, name);
                    self.collected.set_picture(image, picture);
                }
            }
        }
        Ok(())
    }

    /// A shape of the track that is open; `None` if no track is.
    pub(super) fn tracked(
        &mut self,
        tag: &BytesStart<'_>,
        kind: &str,
    ) -> Result<Option<Object>, String> {
        let Some(image) = self.track.image(tag)? else {
            return Ok(None);
        };
        let label = self.track.label().to_owned();
        let mut object = shape::object(tag, image, kind, Some(&label), &mut self.collected)?;
        if let Some(id) = self.track.id() {
            object.change_rare(|rare| rare.attributes.set("track_id", id));
        }
        Ok(Some(object))
    }

    /// Adds an object, and those of its track in the frames before it that the file leaves out.
    pub(super) fn add(&mut self, object: Object) -> Result<(), String> {
        let mut objects = self.track.objects(object).into_iter();
        objects.try_for_each(|object| self.collected.add_object(object))
    }
}
