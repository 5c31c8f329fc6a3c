// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the precompiled header zg_pch_backend.h; it has no code of its own.
