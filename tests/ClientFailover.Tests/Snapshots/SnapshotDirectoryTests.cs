using System.Security.Cryptography;

namespace ClientFailover.Tests.Snapshots;

public sealed class SnapshotDirectoryTests
{
    private static readonly ServiceName Orders = SnapshotFixture.Orders;

    [Fact]
    public async Task Write_DirectoryAndFile_AreForThisUserAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There a directory's access list is inherited.");
        await using var fixture = new SnapshotFixture();
        await Store(fixture).WriteAsync(Orders, new byte[] { 1 });

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(fixture.File));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(fixture.Snapshots));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_EveryoneMayWriteTheFileOrItsDirectory_IsIgnoredWithOneWarning(bool isDirectory)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There a directory's access list is inherited.");
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(SnapshotFixture.Endpoints(3));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(isDirectory ? fixture.Snapshots : fixture.File, (UnixFileMode)(isDirectory ? 0b111_111_111 : 0b110_110_110));
        }

        await AssertIgnoredAsync(fixture, "everyone may write to it");
    }

    [Fact]
    public async Task Start_MayNotBeRead_IsIgnoredWithOneWarning()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(SnapshotFixture.Endpoints(3));
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            File.Delete(fixture.File); // this user may read every file, but not a directory
            Directory.CreateDirectory(fixture.File);
        }
        else
        {
            File.SetUnixFileMode(fixture.File, UnixFileMode.None);
        }

        await AssertIgnoredAsync(fixture, "denied");
    }

    [Fact]
    public async Task Start_OfAnotherService_IsIgnoredWithOneWarning()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(SnapshotFixture.Endpoints(3));
        await File.WriteAllBytesAsync(fixture.File, SnapshotFormat.Write(fixture.Kept! with { Service = "payments" }));

        await AssertIgnoredAsync(fixture, "another service");
    }

    [Fact]
    public async Task Start_DamagedFile_IsIgnoredWithOneWarning()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(SnapshotFixture.Endpoints(3));
        var bytes = await File.ReadAllBytesAsync(fixture.File);
        bytes[^10] ^= 1;
        await File.WriteAllBytesAsync(fixture.File, bytes);

        await AssertIgnoredAsync(fixture, "damaged");
    }

    [Fact]
    public async Task Start_DirectoryInTheFilesPlace_IsIgnoredWithOneWarning()
    {
        await using var fixture = new SnapshotFixture();
        Directory.CreateDirectory(fixture.File);

        await AssertIgnoredAsync(fixture, "does not start from");
    }

    [Fact]
    public async Task Start_FileOf100Megabytes_IsIgnoredUnread()
    {
        await using var fixture = new SnapshotFixture();
        await fixture.RunAsync(SnapshotFixture.Endpoints(3));
        await using (var file = new FileStream(fixture.File, FileMode.Open))
        {
            file.SetLength(100_000_000);
        }

        await AssertIgnoredAsync(fixture, "has 100000000 bytes");
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<InvalidDataException>(() => Store(fixture).ReadAsync(Orders)); // on this thread to its end: nobody else reads
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public async Task Write_TooLarge_IsRefused()
    {
        await using var fixture = new SnapshotFixture();

        await Assert.ThrowsAsync<InvalidDataException>(() => Store(fixture).WriteAsync(Orders, new byte[SnapshotDirectory.MaxLength + 1]));

        Assert.False(Directory.Exists(fixture.Snapshots));
    }

    [Fact]
    public async Task Read_Nothing_IsNull()
    {
        await using var fixture = new SnapshotFixture();
        Assert.Null(await Store(fixture).ReadAsync(Orders));
        await Store(fixture).DeleteAsync(Orders);

        await Store(fixture).WriteAsync(Orders, new byte[] { 1 });

        Assert.Equal([1], await Store(fixture).ReadAsync(Orders));
        Assert.Null(await Store(fixture).ReadAsync(ServiceName.Parse("payments")));
    }

    [Fact]
    public async Task Write_SeveralProcessesAtOnce_AReaderFindsWholeFiles()
    {
        await using var fixture = new SnapshotFixture();
        await Store(fixture).WriteAsync(Orders, Checked(0, 1000));
        using var done = new CancellationTokenSource();
        var reads = 0;
        var reader = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var file = await Store(fixture).ReadAsync(Orders);
                Assert.Equal(SHA256.HashData(file.AsSpan(32)), file.AsSpan(0, 32));
                reads++;
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(process => Task.Run(async () =>
        {
            var store = Store(fixture); // a gate of its own, as a process has
            for (var i = 0; i < 50; i++)
            {
                await store.WriteAsync(Orders, Checked((byte)i, 1000 + (process * 50_000)));
            }
        })));
        await Shared.Eventually.HoldsAsync(() => reader.IsCompleted || Volatile.Read(ref reads) > 10, () => "The reader does not read.");
        await done.CancelAsync();
        await reader;

        Assert.Equal([fixture.File], Directory.EnumerateFiles(fixture.Snapshots));
    }

    [Fact]
    public async Task Write_DraftsOfProcessesThatDied_AreRemoved()
    {
        await using var fixture = new SnapshotFixture();
        Directory.CreateDirectory(fixture.Snapshots);
        var (old, young, other) = (fixture.File + ".a.tmp", fixture.File + ".b.tmp", Path.Join(fixture.Snapshots, "payments.json.c.tmp"));
        await File.WriteAllTextAsync(young, "");
        foreach (var draft in new[] { old, other })
        {
            await File.WriteAllTextAsync(draft, "");
            File.SetLastWriteTimeUtc(draft, File.GetLastWriteTimeUtc(young) - TimeSpan.FromHours(2));
        }

        await Store(fixture).WriteAsync(Orders, new byte[] { 1 });

        Assert.Equal(new[] { fixture.File, young, other }.Order(StringComparer.Ordinal), Directory.EnumerateFiles(fixture.Snapshots).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FileOf_AnyName_IsAFileOfItsOwnInTheDirectory()
    {
        await using var fixture = new SnapshotFixture();
        string[] names = ["orders", "orders.shop", "orders_shop", "_grpc.orders", "..", "...", "a\\b", "..\\..\\etc", "con", "ö", "ü", "a*b", "a?b", "a\0b", "a\nb", new('x', 1000), new('x', 1001)];
        var store = Store(fixture);
        var services = names.Select(name => ServiceName.TryParse(name, out var service) ? service : null).OfType<ServiceName>().Distinct().ToList();
        foreach (var service in services)
        {
            await store.WriteAsync(service, new byte[] { 1 });
        }

        Assert.True(services.Count >= 14);
        Assert.Equal(services.Count, Directory.EnumerateFiles(fixture.Snapshots).Count());
        Assert.All(services, service => Assert.Equal(fixture.Snapshots, Path.GetDirectoryName(Path.GetFullPath(store.FileOf(service)))));
        Assert.All(services, service => Assert.InRange(Path.GetFileName(store.FileOf(service)).Length, 1, 100));
    }

    private static SnapshotDirectory Store(SnapshotFixture fixture) => new(fixture.Snapshots, TimeSpan.FromHours(24));

    private static byte[] Checked(byte fill, int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill(fill);
        return [.. SHA256.HashData(body), .. body];
    }

    private static async Task AssertIgnoredAsync(SnapshotFixture fixture, string reason)
    {
        var pool = fixture.Start().GetPool(Orders);
        await fixture.Consul.WaitForStartedWatchesAsync(Orders, 1, PoolFixture.Deadline); // reading is over: only then is a registry asked

        var warning = Assert.Single(fixture.Warnings);
        Assert.Contains(fixture.File, warning, StringComparison.Ordinal);
        Assert.Contains(reason, warning, StringComparison.Ordinal);
        Assert.Equal(0, pool.Plan.Input.Snapshot.Version);
    }
}
