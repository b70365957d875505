// SPDX-License-Identifier: MIT
/*
 * The hash of everything that changes how lines are read.
 */
#ifndef OVERRUN_RULES_HASH_H
#define OVERRUN_RULES_HASH_H

#include "plan.h"

/* Hexadecimal into 2 * SHA256_SIZE + 1 bytes; false: out of memory. */
bool rules_hash(const struct plan *plan, char *ret_hex);

/* The hash of that hash and what is stated beside the plan; false: out of memory. */
bool rules_hash_add(char *hex, const char *key, const char *text);

#endif
