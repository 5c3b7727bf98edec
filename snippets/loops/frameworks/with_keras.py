"""The five lines in Keras: fit() runs them; windows cross its epochs."""

import keras
import numpy as np

x, y = np.array([[1.0]]), np.array([[4.0]])


def model(optimizer, loss):
    """Return one weight that starts at 0."""
    zeros = {"use_bias": False, "kernel_initializer": "zeros"}
    layer = keras.layers.Dense(1, **zeros)
    model = keras.Sequential([keras.Input((1,)), layer])
    model.compile(optimizer=optimizer, loss=loss)
    return model


def weight(model):
    return model.get_weights()[0].item()


def half_square(target, prediction):
    return (prediction - target) ** 2 / 2


one = model(keras.optimizers.SGD(0.5), half_square)
for _ in range(4):
    one.fit(x, y, verbose=0)
    print(f"w {weight(one):.2f}")

# A loss with gradients 1 to 6, in windows of four, for two epochs.
optimizer = keras.optimizers.SGD(1.0, gradient_accumulation_steps=4)
six = model(optimizer, lambda target, prediction: prediction)
batches = np.arange(1.0, 7.0)[:, None]
for epoch in (1, 2):
    six.fit(batches, batches, batch_size=1, shuffle=False, verbose=0)
    print(f"window of four: w {weight(six):.1f} after epoch {epoch}")
