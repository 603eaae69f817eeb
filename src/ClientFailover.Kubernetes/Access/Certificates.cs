using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover.Kubernetes;

/// <summary>Reads certificates, and says clearly what is wrong with them.</summary>
internal static class Certificates
{
    /// <exception cref="AccessException">There is none in it.</exception>
    public static X509Certificate2Collection Roots(string pem, string what)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new AccessException($"{what} cannot be understood ({e.Message}); it has to be PEM", e);
        }

        return roots.Count > 0 ? roots : throw new AccessException($"{what} holds no certificate; write the CA's certificate into it as PEM");
    }

    /// <exception cref="AccessException">It cannot be used, or not any more.</exception>
    public static X509Certificate2 Client(string certificate, string key, string what, DateTimeOffset now)
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

    /// <exception cref="AccessException">The file cannot be read.</exception>
    public static string File(string path, string what)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccessException($"{what} '{path}' cannot be read ({e.Message}); check its path and its rights", e);
        }
    }
}
