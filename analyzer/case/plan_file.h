// SPDX-License-Identifier: MIT
/*
 * The case file's bytes: read whole, bounded, and shown to be text.
 */
#ifndef OVERRUN_PLAN_FILE_H
#define OVERRUN_PLAN_FILE_H

#include "plan_yaml.h"

/*
 * Reads a file of at most YAML_FILE_MAX bytes; the caller frees `ret_bytes`. STATUS_USAGE: cannot
 * be read, or too large: no input is at fault, the command line names what is no case file.
 */
enum status plan_file_read(const char *path, char **ret_bytes, size_t *ret_size,
			   struct error *error);

/* STATUS_USAGE at the first byte that YAML text cannot hold: NUL, control, not UTF-8. */
enum status plan_file_check(struct slice text, struct yaml_place *ret_place);

#endif
