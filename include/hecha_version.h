/* The engine's version: in every manifest, and in `hecha --version`. */
#ifndef HECHA_VERSION_H
#define HECHA_VERSION_H

#define HECHA_VERSION "0.1.0"

#endif
