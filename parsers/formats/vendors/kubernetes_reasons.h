// SPDX-License-Identifier: MIT
/*
 * What the reasons of Kubernetes' events mean.
 *
 * Source: kubernetes, pkg/kubelet/events and the controllers; Argo CD, Flux. All rows are K: known,
 * but for those marked F (seen in real logs) and Q (quoted).
 */
#ifndef OVERRUN_KUBERNETES_REASONS_H
#define OVERRUN_KUBERNETES_REASONS_H

#include "event.h"

/* Sets signal and part of an event whose object is set already. */
void kubernetes_reason_read(struct slice reason, struct slice message, struct event *event);

#endif
