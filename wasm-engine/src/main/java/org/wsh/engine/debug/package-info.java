// SPDX-License-Identifier: Apache-2.0
/** What a module says about its sources: DWARF line tables, read only when someone asks where an instruction comes from. */
package org.wsh.engine.debug;
