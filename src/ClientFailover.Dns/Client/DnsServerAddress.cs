using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace ClientFailover.Dns;

/// <summary>Reads a server's address: an IP address, with or without a port. A name would need DNS to be found.</summary>
internal static class DnsServerAddress
{
    public const int DefaultPort = 53;

    /// <exception cref="FormatException">It is none.</exception>
    public static IPEndPoint Parse(string text) => TryParse(text, out var server) ? server : throw new FormatException($"'{text}' is not the address of a DNS server.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out IPEndPoint? server)
    {
        // IPEndPoint reads "10.0.0.1", "10.0.0.1:53", "::1", "[::1]" and "[::1]:53"; but also "1" and "0x7f.1", as addresses.
        server = null;
        if (text is null || !text.AsSpan().ContainsAny('.', ':') || text.Contains('x', StringComparison.OrdinalIgnoreCase) || !IPEndPoint.TryParse(text, out var read))
        {
            return false;
        }

        if (read.Port == 0)
        {
            if (text.EndsWith(":0", StringComparison.Ordinal) && (text.Contains('.', StringComparison.Ordinal) || text.Contains(']', StringComparison.Ordinal)))
            {
                return false;
            }

            read.Port = DefaultPort;
        }

        server = read;
        return true;
    }
}
