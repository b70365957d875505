// SPDX-License-Identifier: MIT
/*
 * The chart of the night as a figure of inline SVG: one time axis for everything.
 *
 *     marks        announced end │   extended to │      service back │
 *     steps        plan, as built, lost spans by cause and leaf, the controlling path
 *     faults       latent, unanswered, under repair
 *     approvals    asked … given
 *     roles        due, present, at work
 *     requests     volume, failures, success of each service; denials
 *
 * It says all without a script; spans link to the rows that prove them.
 */
#ifndef OVERRUN_NIGHT_CHART_H
#define OVERRUN_NIGHT_CHART_H

#include "report.h"

#include <stdio.h>

/* Nothing when the report holds no time span. */
void night_chart(FILE *out, const struct report *report, enum language language);

#endif
