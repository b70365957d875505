// SPDX-License-Identifier: MIT
/*
 * A row of PAN-OS: where it begins in a line, its fields, and its finely resolved stamp.
 *
 *     Apr 22 08:17:35 relay <14>Apr 22 08:17:36 fw-gw-01 1,2024/04/22 08:17:33,007051,SYSTEM,…
 */
#ifndef OVERRUN_PANOS_ROW_H
#define OVERRUN_PANOS_ROW_H

#include "timestamp.h"

enum { PANOS_FIELDS_MAX = 128 }; /* the longest row, TRAFFIC of 11.1, has 117 */

struct panos_row {
	struct slice fields[PANOS_FIELDS_MAX]; /* without quotes; doubled quotes stay doubled */
	size_t count;
};

/* Finds "1,DATE,serial,TYPE," behind up to two headers; the row runs to the end of the line. */
bool panos_row_find(struct slice line, struct slice *ret_row);

/* What stands behind the last field that fits is left out. */
void panos_row_split(struct slice text, struct panos_row *ret_row);

/* The field, or the empty slice behind the end of a short row. */
struct slice panos_row_field(const struct panos_row *row, size_t index);

/* "2021-10-26T15:05:03.440-07:00", from 10.0 on, at a place near the end that differs by version.
 */
bool panos_row_fine_stamp(const struct panos_row *row, struct stamp *ret_stamp);

/*
 * "…,0,0,0,0,vsys,DEVICE": the four levels of device groups stand before the names of virtual
 * system (or nothing) and device, at a place that differs by type and version. row->count: none.
 */
size_t panos_row_device_behind_groups(const struct panos_row *row, size_t from);

/* "…,seqno,0x0,0,0,0,0,vsys,DEVICE": so, if there is a sequence number; else behind the groups. */
size_t panos_row_device_behind_sequence(const struct panos_row *row, size_t from);

#endif
