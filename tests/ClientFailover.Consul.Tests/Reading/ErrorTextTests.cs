using System.Text;

namespace ClientFailover.Consul.Tests;

public sealed class ErrorTextTests
{
    private static readonly AccessToken Token = new("very-secret", null);

    [Theory]
    [InlineData("ACL not found", "ACL not found")]
    [InlineData("  a\r\nforged: line\u001b[31m\t", "a  forged: line [31m")]
    [InlineData("", "")]
    [InlineData("0123456789012345678901234567890", "01234567890123456789")]
    [InlineData("token: very-secret", "token: (token)")]
    [InlineData("0123456789abcd very-secret", "0123456789abcd (toke")] // not "very-", which a cut before would leave
    public void Brief_WhateverAServerSends_IsOneShortLineWithoutTheToken(string text, string expected) => Assert.Equal(expected, ErrorText.Brief(text, Token, 20));

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task ReadAsync_Body_GivesItsBeginning(int length)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(new string('x', length)));

        Assert.Equal(Math.Min(length, 32 * 1024), (await ErrorText.ReadAsync(stream, TestContext.Current.CancellationToken)).Length);
    }
}
