// SPDX-License-Identifier: MIT
/* What the formats of exports (vendors/export.h) bid: their likeness on the scale of format.h. */
#ifndef OVERRUN_EXPORT_BID_H
#define OVERRUN_EXPORT_BID_H

#include "export.h"
#include "format.h"

static inline int export_bid(const struct export_product *product, const struct record *record)
{
	static const int bids[EXPORT_LIKENESS_COUNT] = {
		[EXPORT_UNLIKE] = BID_NONE,
		[EXPORT_LIKE_ROW] = BID_SHAPE + 10,
		[EXPORT_SURE] = BID_SIGNATURE,
	};
	if (envelope_is_sent(&record->envelope)) {
		return BID_NONE;
	}
	return bids[export_likeness(product, record->whole)];
}

#endif
