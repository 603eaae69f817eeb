using System.Text;

namespace ClientFailover.Consul.Tests;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData("ACL not found", "ACL not found")]
    [InlineData("  a\r\nforged: line\u001b[31m\t", "a  forged: line [31m")]
    [InlineData("", "")]
    public void OneLine_WhateverAServerSends_IsOneLine(string text, string expected) => Assert.Equal(expected, ErrorText.OneLine(text));

    [Theory]
    [InlineData("0123456789", 10, "0123456789")]
    [InlineData("0123456789x", 10, "0123456789")]
    [InlineData("", 10, "")]
    public async Task ReadAsync_Body_GivesItsBeginning(string body, int maxBytes, string expected)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(body));

        Assert.Equal(expected, await ErrorText.ReadAsync(stream, maxBytes, TestContext.Current.CancellationToken));
    }
}
