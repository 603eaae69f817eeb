using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClientFailover;

/// <summary>Reads root certificates, and says clearly what is wrong with them.</summary>
internal static class RootCertificates
{
    private const string Remedy = "it has to be PEM";

    /// <param name="pem">One or more, as PEM.</param>
    /// <param name="what">Where they are from, as the beginning of a sentence.</param>
    /// <param name="remedy">What to do when they cannot be understood.</param>
    /// <exception cref="AccessException">They cannot be understood, or there is none.</exception>
    public static X509Certificate2Collection Parse(string pem, string what, string remedy = Remedy)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new AccessException($"{what} cannot be understood ({e.Message}); {remedy}", e);
        }

        return roots.Count > 0 ? roots : throw new AccessException($"{what} holds no certificate; write the CA's certificate into it as PEM");
    }

    /// <param name="path">A PEM file.</param>
    /// <param name="remedy">What to do when it cannot be read or understood; null for what is to be done about any file.</param>
    /// <exception cref="AccessException">It cannot be read or understood, or holds none.</exception>
    public static X509Certificate2Collection OfFile(string path, string? remedy = null) =>
        Parse(AccessFile.Read(path, "the CA file", remedy ?? AccessFile.Remedy), $"the CA file '{path}'", remedy ?? Remedy);
}
