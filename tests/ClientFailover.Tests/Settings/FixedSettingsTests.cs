using Microsoft.Extensions.Options;

namespace ClientFailover.Tests.Settings;

public sealed class FixedSettingsTests
{
    [Fact]
    public void Create_ValidOptions_CopiesThem()
    {
        var options = new LocalityFailoverOptions { Services = { ["orders"] = new ServiceOptions { Endpoints = { new EndpointOptions { Address = "h:1" } } } } };

        using var settings = FixedSettings.Create(options, KnownNames.BuiltIn, name => name == "AWS_REGION" ? "us-east-1" : null);
        options.Services["orders"].Endpoints.Clear();
        options.Services.Clear();

        Assert.Equal("us-east-1", settings.Current.Caller.Locality.Region);
        Assert.Single(settings.Current.EndpointsOf(ServiceName.Parse("orders"))!.Value);
    }

    [Fact]
    public void Create_BadOptions_ThrowsAllProblems()
    {
        var options = new LocalityFailoverOptions { Defaults = { PanicThreshold = double.NaN, Attempts = { MaxAttempts = 0 } } };

        var error = Assert.Throws<OptionsValidationException>(() => FixedSettings.Create(options, KnownNames.BuiltIn, _ => null));

        Assert.Equal(2, error.Failures.Count());
        Assert.Contains("LocalityFailover:Defaults:PanicThreshold: 'NaN'", error.Message, StringComparison.Ordinal);
    }
}
