// SPDX-License-Identifier: MIT
/*
 * The chart of the night as inline SVG: one time axis for everything.
 *
 *     S3  ▭▭▭▭▭▭            plan, if every step takes its allowance
 *         ░░░░██████        as built: lost spans by cause, the controlling path underlined
 *     faults      ▬▬▬▬▬▬    presence  ┄┄┄●    requests per minute, success and failure
 */
#ifndef OVERRUN_NIGHT_CHART_H
#define OVERRUN_NIGHT_CHART_H

#include "report.h"

#include <stdio.h>

void night_chart(FILE *out, const struct report *report, enum language language);

#endif
