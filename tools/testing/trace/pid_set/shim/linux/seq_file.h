/* SPDX-License-Identifier: GPL-2.0 */
struct seq_file;
