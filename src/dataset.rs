//! The common data set that every format is read into and written from.

mod attributes;
mod bounding_box;
mod details;
mod ellipse;
mod mask;
mod object;
mod picture;
mod placement;
mod ring;
mod rotated_box;
mod spans;
mod trace;

pub use attributes::{Attributes, Value};
pub use bounding_box::BoundingBox;
pub use details::{Details, Keypoint, Rare, Skeleton, Visibility};
pub use ellipse::ellipse;
pub use mask::{Counts, Mask, RunLength};
pub use object::Object;
pub use picture::{Edit, Picture};
pub(crate) use placement::Placement;
pub(crate) use ring::cut;
pub use ring::join;
pub use rotated_box::RotatedBox;
pub(crate) use spans::MOST_PIXELS;
pub use spans::Spans;
pub use trace::{Outlining, outlines};

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::PathBuf;

use crate::error::{Error, shown};

/// Images, categories, and the objects that were marked in the images.
///
/// The order of the categories is the order of the class indices: by ascending id where the source has ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataSet {
    /// The images, in the order of the source.
    pub images: Vec<Image>,
    /// The categories, in the order of their class indices.
    pub categories: Vec<Category>,
    /// The objects of all images, in the order of the source.
    pub objects: Vec<Object>,
}

/// One image. Its pixels are not part of the data set.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// File name as the source gives it, with its folders.
    pub name: String,
    /// Width in pixels; 0 if it is not known, which only happens to images without objects.
    pub width: u32,
    /// Height in pixels; 0 if it is not known, which only happens to images without objects.
    pub height: u32,
    /// The part of the data set that the image belongs to, if the source says it.
    pub split: Option<Split>,
    /// What the image as a whole shows, if it has a label: the index of its category in [`DataSet::categories`].
    pub category: Option<u32>,
    /// The picture, if the reader knows where it is.
    pub picture: Option<Box<Picture>>,
    /// Named values.
    pub attributes: Attributes,
}

impl Image {
    /// An image of this name and size, of which nothing else is known.
    ///
    /// ```
    /// use converters::dataset::Image;
    ///
    /// assert_eq!(Image::new("day/0001.jpg", (640, 480)).split, None);
    /// ```
    pub fn new(name: impl Into<String>, (width, height): (u32, u32)) -> Image {
        Image {
            name: name.into(),
            width,
            height,
            split: None,
            category: None,
            picture: None,
            attributes: Attributes::default(),
        }
    }

    /// The same image, whose picture is this file.
    #[must_use]
    pub fn with_picture(mut self, picture: Option<PathBuf>) -> Image {
        self.picture = picture.map(|file| Box::new(file.into()));
        self
    }
}

/// The part of a data set that an image is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// To train a model.
    Train,
    /// To tell how well a model learns while it is trained.
    Validation,
    /// To tell how good a model is in the end.
    Test,
}

impl Split {
    /// What folders and columns call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "val",
            Self::Test => "test",
        }
    }

    /// The part that folders, lists and tools call by this name, in upper or lower case.
    ///
    /// ```
    /// use converters::dataset::Split;
    ///
    /// assert_eq!(Split::of_name("valid"), Some(Split::Validation));
    /// assert_eq!(Split::of_name("day"), None);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<Split> {
        match name.to_lowercase().as_str() {
            "train" | "training" => Some(Self::Train),
            "val" | "valid" | "validation" => Some(Self::Validation),
            "test" | "testing" => Some(Self::Test),
            _ => None,
        }
    }
}

/// What an object can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// The source's id, where it has one.
    pub id: Option<i64>,
    /// The name, different for each category.
    pub name: String,
    /// The group of categories it belongs to.
    pub supercategory: Option<String>,
    /// The keypoints of its objects, if they have any.
    pub skeleton: Option<Box<Skeleton>>,
}

impl Category {
    /// A category of which only the name is known.
    pub fn new(name: impl Into<String>) -> Category {
        Category {
            id: None,
            name: name.into(),
            supercategory: None,
            skeleton: None,
        }
    }
}

impl DataSet {
    /// Sorts the objects' places by image, so that those of one image can be looked at.
    pub fn by_image(&self) -> ByImage<'_> {
        let mut starts = vec![0_u32; self.images.len() + 1];
        for object in &self.objects {
            starts[object.image as usize + 1] += 1;
        }
        for image in 1..starts.len() {
            starts[image] += starts[image - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; self.objects.len()];
        for (place, object) in self.objects.iter().enumerate() {
            let slot = &mut next[object.image as usize];
            order[*slot as usize] = place as u32;
            *slot += 1;
        }
        ByImage {
            data: self,
            starts,
            order,
        }
    }

    /// The parts that there are images of, each with the places of its images; `None` for images of no part.
    pub fn parts(&self) -> Vec<(Option<Split>, impl Iterator<Item = usize> + '_)> {
        let all = [
            Some(Split::Train),
            Some(Split::Validation),
            Some(Split::Test),
            None,
        ];
        let there = all
            .into_iter()
            .filter(|split| self.images.iter().any(|image| image.split == *split));
        there
            .map(|split| {
                let images = self.images.iter().enumerate();
                let own = images.filter(move |(_, image)| image.split == split);
                (split, own.map(|(place, _)| place))
            })
            .collect()
    }

    /// Puts the categories in another order. Their objects follow.
    pub fn sort_categories(&mut self, order: impl Fn(&Category, &Category) -> Ordering) {
        let mut places: Vec<usize> = (0..self.categories.len()).collect();
        places.sort_by(|a, b| order(&self.categories[*a], &self.categories[*b]));
        let mut indices = vec![0; places.len()];
        for (index, place) in places.into_iter().enumerate() {
            indices[place] = index as u32;
        }
        for object in &mut self.objects {
            object.category = indices[object.category as usize];
        }
        for category in self
            .images
            .iter_mut()
            .filter_map(|image| image.category.as_mut())
        {
            *category = indices[*category as usize];
        }
        self.categories.sort_by(order);
    }

    /// Keeps the images that are chosen, in their order, with their objects.
    pub fn keep_images(&mut self, chosen: &[bool]) {
        let mut next = 0;
        let places = chosen.iter().map(|chosen| {
            next += u32::from(*chosen);
            chosen.then(|| next - 1)
        });
        let places = places.collect::<Vec<_>>();
        self.objects
            .retain_mut(|object| match places[object.image as usize] {
                Some(place) => {
                    object.image = place;
                    true
                }
                None => false,
            });
        let mut kept = chosen.iter();
        self.images.retain(|_| kept.next().copied().unwrap_or(true));
    }

    /// The index of the category of this name.
    pub fn category(&self, name: &str) -> Option<u32> {
        self.categories
            .iter()
            .position(|category| category.name == name)
            .map(|place| place as u32)
    }

    /// Makes sure of what every writer relies on: no two categories share a name, and every object's image
    /// and category are there.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] that names the categories or the object.
    pub fn check(&self) -> Result<(), Error> {
        let mut names = HashMap::new();
        for (place, category) in self.categories.iter().enumerate() {
            if let Some(first) = names.insert(category.name.as_str(), place) {
                let name = shown(&category.name);
                let number = |place: usize| self.categories[place].id.unwrap_or(place as i64);
                return Err(Error::data(
                    format!(
                        "categories {} and {} are both named `{name}`",
                        number(first),
                        number(place)
                    ),
                    format!(
                        "make them one with the transform `MergeCategories`: `names = [\"{name}\"]`, `into = \"{name}\"`"
                    ),
                ));
            }
        }
        let (images, categories) = (self.images.len(), self.categories.len());
        let lost = |object: &&Object| {
            object.image as usize >= images || object.category as usize >= categories
        };
        match self.objects.iter().find(lost) {
            None => Ok(()),
            Some(object) => Err(Error::data(
                format!(
                    "an object belongs to image {} and category {}, but there are {images} images and {categories} categories",
                    object.image, object.category
                ),
                "this is a fault of the converter or of a transform: report it",
            )),
        }
    }
}

/// The objects of a data set, image by image, each in the order of the source.
#[derive(Debug)]
pub struct ByImage<'a> {
    data: &'a DataSet,
    starts: Vec<u32>,
    order: Vec<u32>,
}

impl<'a> ByImage<'a> {
    /// The objects of the image with this index.
    pub fn objects(&self, image: usize) -> impl ExactSizeIterator<Item = &'a Object> + '_ {
        let places = self.starts[image] as usize..self.starts[image + 1] as usize;
        self.order[places]
            .iter()
            .map(|place| &self.data.objects[*place as usize])
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{category, data_set, image, object};

    #[test]
    fn objects_come_by_image_in_the_order_of_the_source() {
        let mut data = data_set();
        data.images = vec![image("a.png"), image("b.png"), image("c.png")];
        data.objects = [(2, 1.0), (0, 2.0), (2, 3.0), (0, 4.0)]
            .map(|(image, x)| object(image, x))
            .into();
        let by_image = data.by_image();
        let places = |image| {
            by_image
                .objects(image)
                .map(|object| object.bounding_box.x)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            [places(0), places(1), places(2)],
            [vec![2.0, 4.0], vec![], vec![1.0, 3.0]]
        );
    }

    #[test]
    fn two_categories_of_one_name() {
        let mut data = data_set();
        data.categories = vec![category(3, "cat"), category(7, "cat")];
        let text = data.check().unwrap_err().to_string();
        assert!(
            text.starts_with("categories 3 and 7 are both named `cat`"),
            "{text}"
        );
        assert!(text.contains("MergeCategories"), "{text}");
    }

    #[test]
    fn an_object_without_its_image() {
        let mut data = data_set();
        data.objects = vec![object(99, 0.0)];
        assert!(data.check().unwrap_err().to_string().contains("image 99"));
    }
}
