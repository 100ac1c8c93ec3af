// SPDX-License-Identifier: Apache-2.0
// wasm only. busy.c with threads: its memory is shared, so not on the heap.
#include "busy.c"
