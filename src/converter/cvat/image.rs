//! An image, and the label that it has as a whole.

use quick_xml::events::BytesStart;

use super::found::Found;
use super::tag;
use crate::converter::files;
use crate::error::shown;

impl Found<'_> {
    pub(super) fn image(&mut self, tag: &BytesStart<'_>) -> Result<u32, String> {
        let name = tag::attribute(tag, "name")?.ok_or("this image has no `name`")?;
        let size = |side: &str| {
            let text = tag::attribute(tag, side)?.ok_or(format!("this image has no `{side}`"))?;
            let size = text.parse::<u32>().ok().filter(|size| *size > 0);
            size.ok_or_else(|| format!("`{}` is not a size in pixels", shown(&text)))
        };
        let image = self
            .collected
            .add_image(&name, (size("width")?, size("height")?))?;
        // CVAT calls the whole of a task that is not divided by this name.
        let subset = tag::attribute(tag, "subset")?.filter(|subset| subset != "default");
        self.collected
            .set_split(image, subset.as_deref().unwrap_or_default());
        let picture = files::picture_of(self.pictures, &name);
        self.collected.set_picture(image, picture);
        // The id of a job or task says nothing of the picture.
        let known = [
            "id", "name", "width", "height", "subset", "task_id", "job_id",
        ];
        tag::count_others(&mut self.collected, tag, "images", &known)?;
        Ok(image)
    }

    /// A label of the image as a whole.
    pub(super) fn tag(&mut self, tag: &BytesStart<'_>, image: u32) -> Result<(), String> {
        let label = tag::attribute(tag, "label")?.ok_or("this tag has no `label`")?;
        let category = self.collected.category(&label)?;
        tag::count_others(&mut self.collected, tag, "tags", &["label"])?;
        let slot = &mut self.collected.image_mut(image).category;
        match slot.replace(category) {
            None => Ok(()),
            Some(_) => Err("this image has a second tag".to_owned()),
        }
    }
}
