"""The five lines in TensorFlow: a tape hands out gradients, once."""

import tensorflow as tf

x, y = 1.0, 4.0
w = tf.Variable(0.0)
optimizer = tf.keras.optimizers.SGD(learning_rate=0.5)
for _ in range(4):
    with tf.GradientTape() as tape:
        loss = (w * x - y) ** 2 / 2
    gradient = tape.gradient(loss, w)
    optimizer.apply_gradients([(gradient, w)])
    print(f"gradient {gradient.numpy():5.2f}   w {w.numpy():.2f}")

with tf.GradientTape(persistent=True) as tape:
    loss = (w * x - y) ** 2 / 2
twice = [tape.gradient(loss, w).numpy().item() for _ in range(2)]
print("asked twice, persistent tape:", twice)

with tf.GradientTape() as tape:
    loss = (w * x - y) ** 2 / 2
tape.gradient(loss, w)
try:
    tape.gradient(loss, w)
except RuntimeError as error:
    print("asked twice, plain tape:", str(error).split(" (")[0])
