namespace ClientFailover.Consul.Tests;

public sealed class AccessTokenTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("s3cret")]
    [InlineData(null)]
    public void Read_NoFile_GivesTheTokenOfTheOptions(string? text) => Assert.Equal(text, new AccessToken(text, null).Read());

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
    public void Read_FileNeverThere_NamesTheFileAndTheRemedy()
    {
        var error = Assert.Throws<AccessException>(() => FromFile().Read());
        var ofAnOption = Assert.Throws<AccessException>(() => new AccessToken(null, _path, "check TokenFile").Read());

        Assert.StartsWith($"the token file '{_path}' cannot be read (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("); check its path and its rights", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("); check TokenFile", ofAnOption.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half a secret")]
    [InlineData("")]
    public void Read_FileWithoutAToken_IsNamedWithoutItsContent(string content)
    {
        File.WriteAllText(_path, content);

        var error = Assert.Throws<AccessException>(() => FromFile().Read());

        Assert.Equal($"the token file '{_path}' holds no token; write the token alone into it", error.Message);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16 * 1024 - 1, true)]
    [InlineData(16 * 1024, false)]
    [InlineData(0, false)]
    public void IsToken_Length_IsBounded(int length, bool expected) => Assert.Equal(expected, AccessToken.IsToken(new string('x', length)));

    [Fact]
    public void Redact_TokenInAText_IsHidden() => Assert.Equal("token (token) not found", new AccessToken("s3cret", null).Redact("token S3CRET not found"));

    [Fact]
    public void Redact_NoToken_ChangesNothing() => Assert.Equal("token not found", FromFile().Redact("token not found"));

    [Fact]
    public void Redact_FileRotatedDuringARequest_HidesTheTokenThatWasSentToo()
    {
        var token = FromFile();
        foreach (var content in new[] { "first-token", "second-token", "second-token" })
        {
            File.WriteAllText(_path, content);
            token.Read();
        }

        Assert.Equal("(token) and (token)", token.Redact("first-token and second-token"));
        Assert.True(token.IsIn(new HttpRequestException("first-token is unknown")));
    }

    [Theory]
    [InlineData("no", "no S3CRET", true)]
    [InlineData("no S3CRET", "no", true)]
    [InlineData("no", "no", false)]
    public void IsIn_ExceptionOrItsCause_IsSearched(string message, string cause, bool expected) =>
        Assert.Equal(expected, new AccessToken("s3cret", null).IsIn(new HttpRequestException(message, new IOException(cause))));

    [Fact]
    public void IsSame_SameSource_WhateverTheFileHolds()
    {
        File.WriteAllText(_path, "first-token");
        var token = FromFile();
        token.Read();

        Assert.True(token.IsSame(FromFile()));
        Assert.True(new AccessToken("a", null).IsSame(new AccessToken("a", null)));
        Assert.False(new AccessToken("a", null).IsSame(new AccessToken("b", null)));
        Assert.False(token.IsSame(new AccessToken("first-token", null)));
    }

    private AccessToken FromFile() => new(null, _path);
}
