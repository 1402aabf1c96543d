/* SPDX-License-Identifier: GPL-2.0 */
#include "fgraph_shim.h"
