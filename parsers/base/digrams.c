// SPDX-License-Identifier: MIT
/* The digrams of a text: which pairs of neighbouring bytes it has. */
#include "digrams.h"

enum { AT_ONCE = 4 }; /* between two looks at the end: what compilers unroll */

void digrams_see(struct digrams *digrams, struct slice text)
{
	memset(digrams, 0, sizeof *digrams);
	size_t at = 0;
	for (; at + AT_ONCE < text.size; at += AT_ONCE) {
		for (size_t i = 0; i < AT_ONCE; i++) {
			digrams->seen[digrams_place(text.data + at + i)] = 1;
		}
	}
	for (; at + 1 < text.size; at++) {
		digrams->seen[digrams_place(text.data + at)] = 1;
	}
}
