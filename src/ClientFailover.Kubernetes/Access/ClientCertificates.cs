using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Kubernetes;

/// <summary>Reads client certificates, and says clearly what is wrong with them.</summary>
internal static class ClientCertificates
{
    /// <exception cref="AccessException">It cannot be used, or not any more.</exception>
    public static X509Certificate2 Parse(string certificate, string key, string what, DateTimeOffset now)
    {
        X509Certificate2 read;
        try
        {
            read = X509Certificate2.CreateFromPem(certificate, key);
            if (OperatingSystem.IsWindows())
            {
                // Its TLS does not take keys that live in memory only.
                using var ephemeral = read;
                read = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), password: null);
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new AccessException($"the client certificate or key of {what} cannot be understood; both have to be PEM, and belong together", e);
        }

        return read.NotAfter.ToUniversalTime() > now.UtcDateTime
            ? read
            : throw new AccessException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the client certificate of {what} expired on {read.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; renew it"));
    }
}
