// SPDX-License-Identifier: MIT
/* The same random night told in another way. */
#ifndef OVERRUN_NIGHT_RETOLD_H
#define OVERRUN_NIGHT_RETOLD_H

#include "random_night.h"

/* All times moved by `shift` seconds, all spans from the window's start stretched by `factor`. */
void night_move(struct random_night *random, int64_t shift, int64_t factor);

/* Other names for steps, roles, people and objects, in another order of the alphabet. */
void night_rename(struct random_night *random);

#endif
