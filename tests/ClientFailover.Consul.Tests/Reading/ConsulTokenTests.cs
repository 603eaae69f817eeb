namespace ClientFailover.Consul.Tests;

public sealed class ConsulTokenTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_FileChanges_GivesTheNewToken()
    {
        var token = FromFile();
        File.WriteAllText(_path, "first-token\n");
        Assert.Equal("first-token", token.Read());

        File.WriteAllText(_path, "second-token");
        Assert.Equal("second-token", token.Read());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    public void Read_FileSpoiled_KeepsTheLastToken(string? content)
    {
        var token = FromFile();
        File.WriteAllText(_path, "first-token");
        token.Read();

        File.Delete(_path);
        if (content is not null)
        {
            File.WriteAllText(_path, content);
        }

        Assert.Equal("first-token", token.Read());
    }

    [Fact]
    public void Read_FileNeverThere_NamesTheFileAndTheOption()
    {
        var error = Assert.Throws<ConsulFileException>(() => FromFile().Read());

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains("TokenFile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileWithoutAToken_DoesNotShowItsContent()
    {
        File.WriteAllText(_path, "half a secret");

        var error = Assert.Throws<ConsulFileException>(() => FromFile().Read());

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_TokenInAText_IsHidden() => Assert.Equal("token (token) not found", ConsulToken.Redact("token S3CRET not found", "s3cret"));

    private ConsulToken FromFile() => new(Settings.Of(options => options.TokenFile = _path).Clusters[0]);
}
