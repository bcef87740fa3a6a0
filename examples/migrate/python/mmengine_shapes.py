from mmengine.registry import Registry

SHAPES = Registry("shape")


@SHAPES.register_module()
class Circle:
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return 3.0 * self.radius * self.radius


@SHAPES.register_module()
class Square:
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side


def read(config):
    return SHAPES.build(config)
