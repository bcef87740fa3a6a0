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
        let frames = frames.map_err(|what| {
            self.fault(at, what).with_help(
                "export each task alone, as \"CVAT for video 1.1\", or as \"CVAT for images 1.1\"",
            )
        })?;
        let Some(frames) = frames else {
            return Ok(());
        };
        // A silent report: hidden files are those of others.
        let known = match self.pictures {
            Some(pictures) => files::by_stem(pictures, &mut Report::default())?,
            None => HashMap::new(),
        };
        for frame in frames {
            let stem = format!("frame_{frame:06}");
            let picture = known.get(&stem);
            let own = format!("{stem}.png");
            let name = picture.unwrap_or(&own);
            let added = self.collected.add_image(name, self.track.size());
            let image = added.map_err(|what| self.fault(at, what))?;
            self.track.add_frame(frame, image);
            self.collected.set_split(image, self.track.subset());
            if picture.is_some() {
                let picture = files::picture_of(self.pictures, name);
                self.collected.set_picture(image, picture);
            }
        }
        Ok(())
    }

    /// A shape of the track that is open. `None` where the object is outside of the frame.
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
}
