"""The five lines in JAX and optax: the gradient is a value you hold."""

import jax
import jax.numpy as jnp
import optax

x, y = 1.0, 4.0


def loss(w):
    return (w * x - y) ** 2 / 2


w = jnp.array(0.0)
optimizer = optax.sgd(learning_rate=0.5)
state = optimizer.init(w)
for _ in range(4):
    gradient = jax.grad(loss)(w)
    update, state = optimizer.update(gradient, state, w)
    w = optax.apply_updates(w, update)
    print(f"gradient {gradient:5.2f}   w {w:.2f}")

print("asked twice:", jax.grad(loss)(w), jax.grad(loss)(w))

# Gradients 1 to 6 in windows of four: MultiSteps keeps the rest.
optimizer = optax.MultiSteps(optax.sgd(1.0), every_k_schedule=4)
w = jnp.array(0.0)
state = optimizer.init(w)
for gradient in jnp.arange(1.0, 7.0):
    update, state = optimizer.update(gradient, state, w)
    w = optax.apply_updates(w, update)
print("window of four: w", w, "  kept for later", state.acc_grads)
