namespace ClientFailover.Consul.Tests;

public sealed class RootCertificatesTests : IDisposable
{
    private const string Broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(null, null, "cannot be read (", "); check its path and its rights")]
    [InlineData(null, "check CaFile", "cannot be read (", "); check CaFile")]
    [InlineData(Broken, null, "cannot be understood (", "); it has to be PEM")]
    [InlineData(Broken, "check CaFile", "cannot be understood (", "); check CaFile")]
    [InlineData("nothing yet", "check CaFile", "holds no certificate; ", "write the CA's certificate into it as PEM")]
    public void OfFile_Unusable_SaysWhyAndWhatToDo(string? content, string? remedy, string problem, string end)
    {
        if (content is not null)
        {
            File.WriteAllText(_path, content);
        }

        var error = Assert.Throws<AccessException>(() => RootCertificates.OfFile(_path, remedy));

        Assert.StartsWith($"the CA file '{_path}' {problem}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
    }
}
