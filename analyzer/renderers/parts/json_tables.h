// SPDX-License-Identifier: MIT
/* The tables of the JSON report, from `triggers` to `warnings`. */
#ifndef OVERRUN_JSON_TABLES_H
#define OVERRUN_JSON_TABLES_H

#include "json_writer.h"

/* Everything after `path`, in the order of the schema. */
void json_tables(struct json *json, enum language language);

#endif
