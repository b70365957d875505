// SPDX-License-Identifier: MIT
/*
 * Lines that a container runtime has cut into parts, put together again for the formats.
 *
 *     2024-08-07T05:30:19.25Z stdout P {"level":"error","msg":"a long      CRI: the flag P
 *     2024-08-07T05:30:19.26Z stdout F  story"}
 *     {"log":"16 KiB without a newline at the end","stream":"stdout",…}    Docker's json-file
 *
 * What an application wrote in its own format is taken out of Docker's, so that one reader of that
 * format serves both: {"log":"192.0.2.7 - - [07/Aug/2024…","stream":"stdout","time":"2024-…Z"} is
 * given as CRI would have it, 2024-…Z stdout F 192.0.2.7 - - [07/Aug/2024…
 *
 * Each part stays a line of its own; the formats see the whole at the line that completes it. The
 * parts of stdout and of stderr may lie between one another.
 */
#ifndef OVERRUN_PARTS_H
#define OVERRUN_PARTS_H

#include "status.h"
#include "timestamp.h"

enum parts_answer {
	PARTS_WHOLE,  /* the line is whole, as nearly all are */
	PARTS_PIECE,  /* more of it will come */
	PARTS_JOINED, /* it completes what came before, or was taken out of Docker's notation */
};

struct part {
	enum parts_answer answer;
	struct slice text;    /* WHOLE: the line; JOINED: what it completes, until the next call */
	struct slice content; /* PIECE: what the container wrote */
	struct stamp stamp;   /* PIECE: when it wrote it */
	bool is_cut;          /* there is more than `limit` bytes of it; the rest is left out */
};

struct parts;

/* `limit`: bytes of a line put together. NULL when out of memory. */
struct parts *parts_new(size_t limit);

/* False: no container runtime wrote it, parts_take would answer PARTS_WHOLE. */
static inline bool parts_may_be(struct slice text)
{
	enum { t_at = 10 };
	bool is_docker = slice_starts_with(text, "{\"log\":\"");
	bool is_cri = text.size > t_at && text.data[t_at] == 'T' && text.data[0] >= '0' &&
		      text.data[0] <= '9';
	return is_docker || is_cri;
}

/* Takes one line (decoded). Only STATUS_NO_MEMORY fails. */
enum status parts_take(struct parts *parts, struct slice text, struct part *ret_part,
		       struct error *error);

void parts_free(struct parts *parts);

#endif
