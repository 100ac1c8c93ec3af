// SPDX-License-Identifier: Apache-2.0
/**
 * Runs in the build and in no machine: {@code RootImage} packs the root image, {@code CompiledPrograms} compiles its programs. The same inputs give the same bytes.
 */
package org.wsh.userland.build;
