namespace ClientFailover.Tests;

public sealed class StatusRangeTests
{
    [Theory]
    [InlineData("200", 200, 200)]
    [InlineData("200-299", 200, 299)]
    [InlineData(" 200 - 204 ", 200, 204)]
    public void TryParse_Range_IsReadAndWrittenBack(string text, int first, int last)
    {
        Assert.True(StatusRange.TryParse(text, out var range));
        Assert.Equal(new(first, last), range);
        Assert.True(StatusRange.TryParse(range.ToString(), out var again));
        Assert.Equal(range, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("299-200")]
    [InlineData("99")]
    [InlineData("200-600")]
    [InlineData("-200")]
    [InlineData("200-")]
    [InlineData("200-250-299")]
    [InlineData("+200")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(StatusRange.TryParse(text, out _));

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(418, true)]
    public void Expects_Status_OfAnyRange(int status, bool expected) =>
        Assert.Equal(expected, (ProbePolicy.Default with { ExpectedStatuses = [StatusRange.Success, new(418, 418)] }).Expects(status));
}
