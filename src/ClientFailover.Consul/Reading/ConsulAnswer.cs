using System.Runtime.InteropServices;

namespace ClientFailover.Consul;

/// <summary>A good answer, before its body is read.</summary>
/// <param name="Body">The body, limited in size.</param>
/// <param name="IsFiltered">Whether Consul says that it left out what the token may not read. Servers before 1.11 never say so, nor do later ones to who sends no token.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConsulAnswer(Stream Body, bool IsFiltered);
