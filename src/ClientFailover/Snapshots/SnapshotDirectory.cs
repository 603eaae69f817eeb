using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ClientFailover;

/// <summary>The files of the snapshots: one for each service, replaced as a whole, for this user alone.</summary>
/// <remarks>
/// Several processes may share it: each writes to a file of its own and renames that, so a reader finds one whole file or another, and the last writer wins.
/// Files are touched by one thread at a time, however many services there are: a slow disk holds up one thread of the pool.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore holds nothing unless its wait handle is asked for, and a write that a stuck disk holds up may outlive any owner.")]
internal sealed class SnapshotDirectory(string path, TimeSpan maxAge)
{
    /// <summary>The largest file that is written or read: some 100,000 endpoints.</summary>
    public const int MaxLength = 32 * 1024 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Older files without an end belong to a process that died while it wrote.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    // Apart: a start must not queue behind the writes of all other services.
    private readonly SemaphoreSlim _reads = new(1);
    private readonly SemaphoreSlim _writes = new(1);
    private int _failing;

    /// <summary>How old a list may be to be read.</summary>
    public TimeSpan MaxAge => maxAge;

    /// <summary>The service's file. A name is shown as far as a file may be called so, and told apart by its hash.</summary>
    public string FileOf(ServiceName service)
    {
        var name = service.ToString();
        var shown = string.Concat(name.Take(64).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        return Path.Join(path, $"{shown}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}.json");
    }

    /// <summary>The bytes of the service's file; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is not to be trusted, or too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public async Task<byte[]?> ReadAsync(ServiceName service)
    {
        await _reads.WaitAsync().ConfigureAwait(false);
        try
        {
            return Read(FileOf(service));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            _reads.Release();
        }
    }

    /// <summary>Replaces the service's file.</summary>
    /// <exception cref="InvalidDataException">The directory is not to be trusted, or the content too large.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task WriteAsync(ServiceName service, ReadOnlyMemory<byte> content)
    {
        await _writes.WaitAsync().ConfigureAwait(false);
        try
        {
            Write(FileOf(service), content.Span);
        }
        finally
        {
            _writes.Release();
        }
    }

    /// <summary>Removes the service's file, if there is one.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public async Task DeleteAsync(ServiceName service)
    {
        await _writes.WaitAsync().ConfigureAwait(false);
        try
        {
            File.Delete(FileOf(service));
        }
        catch (DirectoryNotFoundException)
        {
            // nothing was ever written
        }
        finally
        {
            _writes.Release();
        }
    }

    /// <summary>Counts how writing went; true when it has begun to fail, or to succeed again. A full disk is told once, not once for each service.</summary>
    public bool IsNews(bool failed) => Interlocked.Exchange(ref _failing, failed ? 1 : 0) != (failed ? 1 : 0);

    private byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        RefuseOpenDirectory();
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(stream.SafeFileHandle).HasFlag(UnixFileMode.OtherWrite))
        {
            throw new InvalidDataException("everyone may write to it, so anyone may have written it");
        }

        if (stream.Length > MaxLength)
        {
            throw new InvalidDataException($"it has {stream.Length} bytes, more than the {MaxLength} that are ever written");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Write(string file, ReadOnlySpan<byte> content)
    {
        if (content.Length > MaxLength)
        {
            throw new InvalidDataException($"the list takes {content.Length} bytes, more than the {MaxLength} that are kept");
        }

        Make();
        RefuseOpenDirectory();
        var draft = $"{file}.{Path.GetRandomFileName()}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(draft, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true); // a rename that reaches the disk before the data leaves an empty file behind a power cut
            }

            RemoveAbandoned(file, File.GetLastWriteTimeUtc(draft));
            File.Move(draft, file, overwrite: true);
        }
        catch
        {
            Remove(draft);
            throw;
        }
    }

    private void Make()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Where everyone may make files, anyone may have made ours.</summary>
    private void RefuseOpenDirectory()
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite))
        {
            throw new InvalidDataException("everyone may write to its directory; name one within it that is yet to be made");
        }
    }

    /// <summary>Both times are the file system's, so no clock of ours can be wrong about them.</summary>
    private void RemoveAbandoned(string file, DateTime now)
    {
        foreach (var other in Directory.EnumerateFiles(path, Path.GetFileName(file) + ".*.tmp").Where(other => now - File.GetLastWriteTimeUtc(other) > Abandoned))
        {
            Remove(other);
        }
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Litter, not a fault: what matters has been said, or is done.
        }
    }
}
