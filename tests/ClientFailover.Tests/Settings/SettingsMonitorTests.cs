using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ClientFailover.Tests.Settings;

public sealed class SettingsMonitorTests
{
    private const string MaxAttempts = "Defaults:Attempts:MaxAttempts";
    private static readonly ServiceName Orders = ServiceName.Parse("orders");

    private static int AttemptsOf(FailoverSettings settings) => settings.PolicyOf(Orders).Attempts.MaxAttempts;

    /// <summary>A monitor of a section and of further sources of changes.</summary>
    private static SettingsMonitor MonitorOf(TestSection section, params ManualSource[] more)
    {
        var binder = new ConfigurationSectionBinder(section.Configuration);
        var factory = new OptionsFactory<LocalityFailoverOptions>([binder], [], [new LocalityFailoverOptionsValidator(KnownNames.BuiltIn)]);
        return new SettingsMonitor(factory, [binder, .. more], _ => null, section.Log);
    }

    [Fact]
    public void Reload_GoodBadGood_KeepsTheLastGoodAndWarnsOnce()
    {
        var section = new TestSection((MaxAttempts, "4"));
        using var provider = section.Provider();
        var monitor = provider.GetRequiredService<ISettingsMonitor>();
        List<int> told = [];
        monitor.OnChange(settings => told.Add(AttemptsOf(settings)));

        section.Reload((MaxAttempts, "5"));
        Assert.Equal(5, AttemptsOf(monitor.Current));

        section.Reload((MaxAttempts, "50"), ("Defaults:PanicThreshold", "50"));
        Assert.Equal(5, AttemptsOf(monitor.Current));
        section.Reload();
        section.Reload();

        var warning = Assert.Single(section.Log.Warnings);
        Assert.Contains("the settings before it stay in force", warning, StringComparison.Ordinal);
        Assert.Contains("Problems (2)", warning, StringComparison.Ordinal);
        Assert.Contains("LocalityFailover:Defaults:Attempts:MaxAttempts: '50'", warning, StringComparison.Ordinal);
        Assert.Contains("LocalityFailover:Defaults:PanicThreshold: '50'", warning, StringComparison.Ordinal);

        section.Reload((MaxAttempts, "6"), ("Defaults:PanicThreshold", "0.5"));
        Assert.Equal(6, AttemptsOf(monitor.Current));
        Assert.Equal([5, 6], told);
        Assert.Single(section.Log.Entries);
    }

    [Fact]
    public void Reload_BadInAnotherWayOrAgainLater_WarnsAgain()
    {
        var section = new TestSection((MaxAttempts, "4"));
        using var provider = section.Provider();
        provider.GetRequiredService<ISettingsMonitor>();

        section.Reload((MaxAttempts, "50"));
        section.Reload((MaxAttempts, "51"));
        section.Reload((MaxAttempts, "5"));
        section.Reload((MaxAttempts, "51"));

        Assert.Equal(3, section.Log.Warnings.Count);
    }

    [Fact]
    public void Reload_WithAValueOfAnotherKind_KeepsTheOldAndSaysWhich()
    {
        var section = new TestSection((MaxAttempts, "4"));
        using var provider = section.Provider();
        var monitor = provider.GetRequiredService<ISettingsMonitor>();

        section.Reload((MaxAttempts, "many"));
        section.Reload();

        Assert.Equal(4, AttemptsOf(monitor.Current));
        var warning = Assert.Single(section.Log.Warnings);
        Assert.Contains("LocalityFailover:Defaults:Attempts:MaxAttempts", warning, StringComparison.Ordinal);
        Assert.Contains("many", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_WhenTheApplicationsOwnDelegateThrows_KeepsTheOld()
    {
        var section = new TestSection((MaxAttempts, "4"));
        var broken = false;
        using var provider = TestSection.Provider(section.Configuration, services => services
            .AddSingleton<ILogger<SettingsMonitor>>(section.Log)
            .Configure<LocalityFailoverOptions>(_ =>
            {
                if (broken)
                {
                    throw new TimeoutException("the vault is closed");
                }
            }));
        var monitor = provider.GetRequiredService<ISettingsMonitor>();

        broken = true;
        section.Reload((MaxAttempts, "5"));

        Assert.Equal(4, AttemptsOf(monitor.Current));
        Assert.Contains("the vault is closed", Assert.Single(section.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_WithAThrowingListener_StillTellsTheOthers()
    {
        var section = new TestSection((MaxAttempts, "4"));
        using var provider = section.Provider();
        var monitor = provider.GetRequiredService<ISettingsMonitor>();
        var told = 0;
        monitor.OnChange(_ => throw new InvalidOperationException("broken"));
        monitor.OnChange(settings => told = AttemptsOf(settings));

        section.Reload((MaxAttempts, "5"));

        Assert.Equal(5, told);
        Assert.Equal((LogLevel.Error, "SettingsListenerFailed"), Assert.Single(section.Log.Entries) is var entry ? (entry.Level, entry.Event) : default);
    }

    [Fact]
    public void OnChange_Disposed_IsNotToldAndNotKept()
    {
        var section = new TestSection((MaxAttempts, "4"));
        using var provider = section.Provider();
        var monitor = (SettingsMonitor)provider.GetRequiredService<ISettingsMonitor>();
        List<int> told = [];
        IDisposable? last = null;

        // Disposed while the round of the very reload is under way: it is not told any more.
        using var first = monitor.OnChange(settings =>
        {
            if (AttemptsOf(settings) == 6)
            {
                last?.Dispose();
            }
        });
        last = monitor.OnChange(settings => told.Add(AttemptsOf(settings)));

        section.Reload((MaxAttempts, "5"));
        section.Reload((MaxAttempts, "6"));
        section.Reload((MaxAttempts, "7"));

        Assert.Equal([5], told);
        Assert.Equal(1, monitor.ListenerCount);
        last.Dispose();
        Assert.Equal(1, monitor.ListenerCount);
    }

    [Fact]
    public void Reload_AskedForByAListener_IsDoneAfterwardsAndNotWithin()
    {
        // Two sources: one source's own changes never overlap.
        var (section, other) = (new TestSection((MaxAttempts, "4")), new ManualSource());
        using var monitor = MonitorOf(section, other);
        List<(int Told, int Depth)> log = [];
        var depth = 0;
        monitor.OnChange(settings =>
        {
            log.Add((AttemptsOf(settings), ++depth));
            if (AttemptsOf(settings) == 5)
            {
                section.Configuration["LocalityFailover:" + MaxAttempts] = "6";
                other.Fire();
            }

            depth--;
        });

        section.Reload((MaxAttempts, "5"));

        Assert.Equal([(5, 1), (6, 1)], log);
    }

    [Fact]
    public async Task Reload_FromManySourcesAtOnce_IsOneAfterAnotherAndEndsWithTheLastValue()
    {
        var section = new TestSection((MaxAttempts, "4"));
        ManualSource[] sources = [new(), new(), new(), new()];
        using var monitor = MonitorOf(section, sources);
        var (running, overlaps, rounds) = (0, 0, 0);
        monitor.OnChange(_ =>
        {
            overlaps += Interlocked.Increment(ref running) - 1;
            rounds++;
            Thread.Yield();
            Interlocked.Decrement(ref running);
        });

        await Task.WhenAll(sources.Select(source => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                source.Fire();
            }
        }))).WaitAsync(TimeSpan.FromSeconds(30));
        section.Configuration["LocalityFailover:" + MaxAttempts] = "7";
        sources[0].Fire();

        Assert.Equal(0, overlaps);
        Assert.InRange(rounds, 2, 801);
        Assert.Equal(7, AttemptsOf(monitor.Current));
    }

    [Fact]
    public void Dispose_OfTheContainer_StopsListening()
    {
        var section = new TestSection((MaxAttempts, "4"));
        var provider = section.Provider();
        var monitor = provider.GetRequiredService<ISettingsMonitor>();
        provider.Dispose();

        section.Reload((MaxAttempts, "5"));

        Assert.Equal(4, AttemptsOf(monitor.Current));
    }

    [Fact]
    public void Start_WithBadOptions_ThrowsAllProblemsAndStopsListening()
    {
        var section = new TestSection((MaxAttempts, "0"), ("Defaults:Balancing", "Best"));
        using var provider = section.Provider();

        var error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ISettingsMonitor>);

        Assert.Equal(2, error.Failures.Count());
        section.Reload((MaxAttempts, "50"));
        Assert.Empty(section.Log.Entries);
    }

    [Fact]
    public void Reload_OfNothingInTheSection_KeepsAllValues()
    {
        var section = new TestSection((MaxAttempts, "4"));
        using var provider = section.Provider();
        var monitor = provider.GetRequiredService<ISettingsMonitor>();

        section.Configuration["Other:Section"] = "x";
        section.Configuration.Reload();

        Assert.Equal(4, AttemptsOf(monitor.Current));
        Assert.Empty(section.Log.Entries);
    }

    [Fact]
    public void Reload_OfANamedInstance_IsNotOurs()
    {
        var (section, named) = (new TestSection((MaxAttempts, "4")), new ManualSource("named"));
        using var monitor = MonitorOf(section, named);
        var told = 0;
        monitor.OnChange(_ => told++);

        named.Fire();
        Assert.Equal(0, told);
        section.Reload();
        Assert.Equal(1, told);
    }

    /// <summary>A source of changes that a test fires.</summary>
    private sealed class ManualSource(string? name = null) : IOptionsChangeTokenSource<LocalityFailoverOptions>
    {
        private ConfigurationReloadToken _change = new();

        public string? Name => name;

        public IChangeToken GetChangeToken() => Volatile.Read(ref _change);

        public void Fire() => Interlocked.Exchange(ref _change, new ConfigurationReloadToken()).OnReload();
    }
}
